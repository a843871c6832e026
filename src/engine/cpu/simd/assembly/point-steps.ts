// A step of every method in the coordinates of a point, as of shaders/optimizer/: the slope that it
// takes, what all coordinates share, and what each of them makes of it. `optimizer` is the method,
// `bytes` the length of a row, and `i` the step's place in the block; `done` steps came before.

import { grownRoot, joined, normOf, quotient, rootOf, weightsAt } from './averages';
import { formulaStep } from './formulas';
import {
  ASCENT,
  BETA,
  BETA0,
  BETA1,
  CLIP,
  EPSILON,
  OPTIMIZER_ADAGRAD,
  OPTIMIZER_ADAI,
  OPTIMIZER_ADAM,
  OPTIMIZER_ADAMW,
  OPTIMIZER_AMSGRAD,
  OPTIMIZER_AVERAGED_SGD,
  OPTIMIZER_CLIPPED_SGD,
  OPTIMIZER_FORMULA,
  OPTIMIZER_GD,
  OPTIMIZER_HEAVY_BALL,
  OPTIMIZER_LANGEVIN,
  OPTIMIZER_NESTEROV,
  OPTIMIZER_PERTURBED,
  OPTIMIZER_RMSPROP,
  OPTIMIZER_SAM,
  OPTIMIZER_SGD_WEIGHT_DECAY,
  OPTIMIZER_SIGN_SGD,
  OPTIMIZER_SVRG,
  PERTURBATION,
  POINT_SIZE,
  TEMPERATURE,
  WEIGHT_DECAY,
} from './layout';
import { descent, meanDescent } from './losses';
import { nextInEpoch, scaledSlope } from './methods';
import { splat, word } from './parameters';
import { DRAWS, EPOCH_PLACE, KICKS, MEMORY, SECOND, THIRD, WEIGHTS, X } from './state';
import { signOf, sum } from './vectors';
import { ALL } from './whole';

/** Adai: largest share of an average that the next step keeps. */
const LARGEST_INERTIA: f32 = 0.999;

const SLOPE: usize = memory.data(64, 16);
// Another place, or the slope there.
const OTHER: usize = memory.data(64, 16);

// The kick of a coordinate; an even number of coordinates has some.
// @ts-ignore: decorator
@inline
function kickAt(row: usize, bytes: usize, i: u32): v128 {
  return v128.load(row + <usize>i * ((bytes + 16) & 96), KICKS);
}

/** Takes the slope of a step. */
// @ts-ignore: decorator
@inline
export function takeSlope(optimizer: u32, at: usize, bytes: usize, group: u32, i: u32, done: v128): void {
  const draws = at + ((<usize>i) << 5);
  const xi = v128.load(draws, DRAWS);
  const eta = v128.load(draws, DRAWS + 16);
  let from = at + X;
  switch (optimizer) {
    case OPTIMIZER_NESTEROV:
      for (let k: usize = 0; k < bytes; k += 16)
        v128.store(OTHER + k, sum(splat(BETA), v128.load(at + k, MEMORY), v128.load(at + k, X)));
      from = OTHER;
      break;
    case OPTIMIZER_SVRG: {
      const place = v128.load(at, EPOCH_PLACE);
      v128.store(at, nextInEpoch(place), EPOCH_PLACE);
      remember(at, bytes, i32x4.eq(place, i32x4.splat(0)));
      descent(at + MEMORY, group, xi, eta, OTHER);
      break;
    }
    case OPTIMIZER_AVERAGED_SGD:
      // The iterate is the start at first.
      remember(at, bytes, i32x4.eq(done, i32x4.splat(0)));
      from = at + MEMORY;
  }
  if (optimizer == OPTIMIZER_GD) meanDescent(from, group, SLOPE);
  else descent(from, group, xi, eta, SLOPE);
  switch (optimizer) {
    case OPTIMIZER_SVRG:
      for (let k: usize = 0; k < bytes; k += 16)
        v128.store(SLOPE + k, f32x4.sub(v128.load(SLOPE + k), v128.load(OTHER + k)));
      meanDescent(at + MEMORY, group, OTHER);
      for (let k: usize = 0; k < bytes; k += 16)
        v128.store(SLOPE + k, f32x4.add(v128.load(SLOPE + k), v128.load(OTHER + k)));
      break;
    case OPTIMIZER_SAM: {
      const norm = normOf(SLOPE, bytes);
      const ascent = f32x4.neg(splat(ASCENT));
      for (let k: usize = 0; k < bytes; k += 16)
        v128.store(OTHER + k, sum(ascent, quotient(v128.load(SLOPE + k), norm), v128.load(at + k, X)));
      descent(OTHER, group, xi, eta, SLOPE);
    }
  }
}

// Makes x what some lanes remember.
// @ts-ignore: decorator
@inline
function remember(at: usize, bytes: usize, lanes: v128): void {
  for (let k = at; k < at + bytes; k += 16)
    v128.store(k, v128.bitselect(v128.load(k, X), v128.load(k, MEMORY), lanes), MEMORY);
}

/** The root of the weight of mean squares, or the norm of all roots, which Adai makes first. */
// @ts-ignore: decorator
@inline
export function unitOf(optimizer: u32, at: usize, bytes: usize, i: u32, kept: v128, fresh: v128): v128 {
  switch (optimizer) {
    case OPTIMIZER_ADAM:
    case OPTIMIZER_ADAMW:
    case OPTIMIZER_AMSGRAD:
      return f32x4.sqrt(joined(v128.load(weightsAt(i), 16), v128.load(at, WEIGHTS + 16)));
    case OPTIMIZER_ADAI:
      for (let row = at; row < at + bytes; row += 16)
        v128.store(row, rootOf(v128.load(row, SECOND), v128.load(SLOPE + row - at), kept, fresh), SECOND);
      return normOf(at + SECOND, bytes);
    default:
      return kept;
  }
}

/** Another factor of steps that all coordinates share. */
// @ts-ignore: decorator
@inline
export function shareOf(
  optimizer: u32,
  at: usize,
  bytes: usize,
  i: u32,
  done: v128,
  rate: v128,
  unit: v128,
): v128 {
  const one = f32x4.splat(1);
  switch (optimizer) {
    case OPTIMIZER_CLIPPED_SGD: {
      const norm = normOf(SLOPE, bytes);
      const clip = splat(CLIP);
      return v128.bitselect(f32x4.div(clip, norm), one, f32x4.gt(norm, clip));
    }
    case OPTIMIZER_AVERAGED_SGD:
      return f32x4.div(one, f32x4.convert_i32x4_s(i32x4.add(done, i32x4.splat(1))));
    case OPTIMIZER_LANGEVIN: {
      const temperature = splat(TEMPERATURE);
      return f32x4.mul(f32x4.sqrt(rate), f32x4.sqrt(f32x4.add(temperature, temperature)));
    }
    case OPTIMIZER_ADAI:
      return f32x4.mul(splat(BETA0), f32x4.splat(<f32>word(POINT_SIZE)));
    case OPTIMIZER_ADAM:
    case OPTIMIZER_ADAMW:
    case OPTIMIZER_AMSGRAD:
      return f32x4.div(f32x4.mul(rate, unit), joined(v128.load(weightsAt(i)), v128.load(at, WEIGHTS)));
    default:
      return rate;
  }
}

/**
 * Where the step leads in the coordinate that is `k` bytes from the first one; what the method
 * remembers of it changes, even of those that are out of the range: nobody looks at it then.
 */
// @ts-ignore: decorator
@inline
export function nextOf(
  optimizer: u32,
  at: usize,
  bytes: usize,
  k: usize,
  i: u32,
  done: v128,
  rate: v128,
  share: v128,
  unit: v128,
  kept: v128,
  fresh: v128,
): v128 {
  const row = at + k;
  const x = v128.load(row, X);
  const memory = v128.load(row, MEMORY);
  const slope = v128.load(SLOPE + k);
  let nextMemory = memory;
  let next = x;
  switch (optimizer) {
    case OPTIMIZER_PERTURBED:
      next = sum(rate, sum(splat(PERTURBATION), kickAt(row, bytes, i), slope), x);
      break;
    case OPTIMIZER_HEAVY_BALL:
    case OPTIMIZER_NESTEROV:
      nextMemory = sum(splat(BETA), memory, f32x4.mul(rate, slope));
      next = f32x4.add(x, nextMemory);
      break;
    case OPTIMIZER_RMSPROP:
      nextMemory = rootOf(memory, slope, kept, fresh);
      next = sum(rate, scaledSlope(slope, nextMemory), x);
      break;
    case OPTIMIZER_ADAM:
    case OPTIMIZER_ADAMW:
    case OPTIMIZER_AMSGRAD: {
      const beta1 = splat(BETA1);
      nextMemory = sum(beta1, memory, f32x4.mul(f32x4.sub(f32x4.splat(1), beta1), slope));
      let root = rootOf(v128.load(row, SECOND), slope, kept, fresh);
      v128.store(row, root, SECOND);
      if (optimizer == OPTIMIZER_AMSGRAD) {
        root = f32x4.pmax(v128.load(row, THIRD), root);
        v128.store(row, root, THIRD);
      }
      if (optimizer == OPTIMIZER_ADAMW)
        next = sum(f32x4.neg(rate), f32x4.mul(splat(WEIGHT_DECAY), x), x);
      // Root and epsilon both times the root of their weight, as the share: one division less.
      const scale = sum(splat(EPSILON), unit, root);
      next = sum(share, f32x4.div(nextMemory, scale), next);
      break;
    }
    case OPTIMIZER_ADAGRAD:
      nextMemory = grownRoot(memory, slope);
      next = sum(rate, scaledSlope(slope, nextMemory), x);
      break;
    case OPTIMIZER_SIGN_SGD:
      next = sum(rate, signOf(slope), x);
      break;
    case OPTIMIZER_CLIPPED_SGD:
      next = sum(rate, f32x4.mul(share, slope), x);
      break;
    case OPTIMIZER_SGD_WEIGHT_DECAY:
      next = sum(rate, sum(f32x4.neg(splat(WEIGHT_DECAY)), x, slope), x);
      break;
    case OPTIMIZER_AVERAGED_SGD:
      nextMemory = sum(rate, slope, memory);
      // The first average is the first iterate, without a rounding.
      next = sum(share, f32x4.sub(nextMemory, x), x);
      next = v128.bitselect(nextMemory, next, i32x4.eq(done, i32x4.splat(0)));
      break;
    case OPTIMIZER_LANGEVIN:
      next = sum(share, kickAt(row, bytes, i), sum(rate, slope, x));
      break;
    case OPTIMIZER_ADAI: {
      const part = quotient(v128.load(row, SECOND), unit);
      const least = f32x4.splat(<f32>1 - LARGEST_INERTIA);
      const own = f32x4.mul(f32x4.mul(share, part), part);
      const enters = f32x4.pmin(f32x4.pmax(own, least), f32x4.splat(1));
      nextMemory = sum(enters, f32x4.sub(slope, memory), memory);
      const weight = joined(v128.load(row, THIRD), enters);
      v128.store(row, weight, THIRD);
      next = sum(rate, f32x4.div(nextMemory, weight), x);
      break;
    }
    case OPTIMIZER_FORMULA:
      if (ALL) return formulaStep(row, slope, rate, done);
      unreachable();
    default:
      next = sum(rate, slope, x);
  }
  v128.store(row, nextMemory, MEMORY);
  return next;
}
