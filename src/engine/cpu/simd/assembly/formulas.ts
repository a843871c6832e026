// Losses and methods that are formulas. The host puts a function of each into the table
// (simd/formulas.ts), which makes results of variables, of four particles at once; constants and
// parameters are among the variables already.

import { INTEGER_ONE, k } from './constants';
import {
  DT,
  KEPT,
  KEPT_STEPS,
  LOSS_ETA,
  LOSS_FUNCTION,
  LOSS_VARIABLES,
  LOSS_XI,
  MEMORY_ROWS,
  POINT_SIZE,
  SAMPLE_ETA,
  SAMPLE_XI,
  STEADY_COUNT,
  STEADY_FUNCTION,
  STEADY_VARIABLES,
  STEP_FUNCTION,
  STEP_G,
  STEP_H,
  STEP_MEMORY,
  STEP_N,
  STEP_STEADY,
  STEP_VARIABLES,
  STEP_X,
} from './layout';
import { splat, word } from './parameters';
import { MEMORY, X } from './state';
import { sum } from './vectors';

// What a method makes: its step, and its memory behind it.
// @ts-ignore: decorator
@lazy
const RESULTS: usize = memory.data(48, 16);

// Address of a variable.
// @ts-ignore: decorator
@inline
function variable(variables: u32, slot: u32): usize {
  return <usize>(word(variables) + (slot << 4));
}

/** Minus the noisy slope at x of a loss that is a formula, to `out`. */
export function formulaDescent(x: usize, xi: v128, eta: v128, out: usize): void {
  const bytes = <usize>word(POINT_SIZE) << 4;
  const from = variable(LOSS_VARIABLES, 0);
  for (let k: usize = 0; k < bytes; k += 16) v128.store(from + k, v128.load(x + k));
  v128.store(variable(LOSS_VARIABLES, LOSS_XI), f32x4.mul(splat(SAMPLE_XI), xi));
  v128.store(variable(LOSS_VARIABLES, LOSS_ETA), f32x4.mul(splat(SAMPLE_ETA), eta));
  call_indirect<void>(word(LOSS_FUNCTION), from, out);
  const rate = f32x4.neg(splat(DT));
  for (let k: usize = 0; k < bytes; k += 16) v128.store(out + k, f32x4.mul(rate, v128.load(out + k)));
}

/**
 * Where a method that is a formula leads in one coordinate, whose memory it changes.
 * @param row  The coordinate's.
 */
export function formulaStep(row: usize, slope: v128, rate: v128, done: v128): v128 {
  const x = v128.load(row, X);
  const from = variable(STEP_VARIABLES, 0);
  v128.store(variable(STEP_VARIABLES, STEP_X), x);
  v128.store(variable(STEP_VARIABLES, STEP_G), f32x4.neg(slope));
  v128.store(variable(STEP_VARIABLES, STEP_H), rate);
  const n = f32x4.convert_i32x4_s(i32x4.add(done, k(INTEGER_ONE)));
  v128.store(variable(STEP_VARIABLES, STEP_N), n);
  giveSteady(rate, n, done);
  const rows = word(MEMORY_ROWS);
  for (let i: u32 = 0; i < rows; i++)
    v128.store(variable(STEP_VARIABLES, STEP_MEMORY + i), v128.load(memoryAt(row, i)));
  call_indirect<void>(word(STEP_FUNCTION), from, RESULTS);
  for (let i: u32 = 0; i < rows; i++)
    v128.store(memoryAt(row, i), v128.load(RESULTS + ((<usize>i) << 4), 16));
  return sum(f32x4.neg(rate), v128.load(RESULTS), x);
}

// Gives a method what h, n and the parameters decide alone. Of steps that a whole vector takes it is
// kept: all particles of a population come to them.
function giveSteady(rate: v128, n: v128, done: v128): void {
  const bytes = <usize>word(STEADY_COUNT) << 4;
  if (bytes == 0) return;
  const given = variable(STEP_VARIABLES, STEP_STEADY);
  const step = i32x4.extract_lane(done, 0);
  const kept = keptAt(<u32>step);
  const isOne = i32x4.all_true(i32x4.eq(done, i32x4.splat(step)));
  if (isOne && load<i32>(kept) == step) {
    copyNumbers(given, kept + 16, bytes);
    return;
  }
  v128.store(variable(STEADY_VARIABLES, STEP_H), rate);
  v128.store(variable(STEADY_VARIABLES, STEP_N), n);
  call_indirect<void>(word(STEADY_FUNCTION), variable(STEADY_VARIABLES, 0), given);
  if (!isOne) return;
  store<i32>(kept, step);
  copyNumbers(kept + 16, given, bytes);
}

// @ts-ignore: decorator
@inline
function copyNumbers(to: usize, from: usize, bytes: usize): void {
  for (let k: usize = 0; k < bytes; k += 16) v128.store(to + k, v128.load(from + k));
}

// Where a step's steady numbers are kept, behind the steps that came before it.
// @ts-ignore: decorator
@inline
function keptAt(step: u32): usize {
  return <usize>(word(KEPT) + (step % KEPT_STEPS) * ((word(STEADY_COUNT) + 1) << 4));
}

// @ts-ignore: decorator
@inline
function memoryAt(row: usize, i: u32): usize {
  return row + MEMORY + ((<usize>i) << 6);
}
