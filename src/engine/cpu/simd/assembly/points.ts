// The steps of a block of coordinates that move together: one loop for all methods and losses, which
// looks at every step. Rows of up to four vectors.

import {
  BETA,
  LEARNING_RATE,
  LOSS,
  LOSS_DOUBLE_WELL,
  OPTIMIZER,
  OPTIMIZER_GD,
  OPTIMIZER_HEAVY_BALL,
  OPTIMIZER_NESTEROV,
  OPTIMIZER_PERTURBED,
  OPTIMIZER_RMSPROP,
  OPTIMIZER_SVRG,
  PERTURBATION,
  POINT_SIZE,
  RADIUS,
  REACH,
  SCHEDULE,
  SCHEDULE_INVERSE_TIME,
} from './layout';
import { descent, meanDescent } from './losses';
import {
  edgeOf,
  freshShare,
  keptShare,
  nextInEpoch,
  placeInEpoch,
  rootOf,
  scaledSlope,
  slowedRate,
  stepsBefore,
} from './methods';
import { splat, word } from './parameters';
import { DRAWS, EXIT, EXIT_CODE, KICKS, MEMORY, PASSAGE, X } from './state';
import { sum } from './vectors';

const SLOPE: usize = memory.data(64, 16);
const OTHER: usize = memory.data(64, 16);
const AHEAD: usize = memory.data(64, 16);

// Whether the coordinates of the loss move together.
// @ts-ignore: decorator
@inline
export function movesTogether(): bool {
  return word(LOSS) >= LOSS_DOUBLE_WELL;
}

// Takes steps `first` to `end` of a block, whose noise is drawn, in all coordinates of a group; where
// nothing is to be kept of who is out, up to the step after which all are.
export function takeTogether(keep: bool, at: usize, group: u32, first: u32, end: u32): void {
  const size = word(POINT_SIZE);
  const bytes = <usize>size << 4;
  const radius = splat(RADIUS);
  const reach = splat(REACH);
  const beta = splat(BETA);
  const optimizer = word(OPTIMIZER);
  const inverseTime = word(SCHEDULE) == SCHEDULE_INVERSE_TIME;
  const start = stepsBefore(at);
  const kicks = at + KICKS;
  const kickBytes = <usize>((size + 1) >> 1) << 5;
  let epochPlace = start;
  if (optimizer == OPTIMIZER_SVRG) epochPlace = placeInEpoch(at, first);
  let alive = f32x4.lt(largestOf(at, size), reach);
  const kept = keptShare();
  const fresh = freshShare();
  let rate = splat(LEARNING_RATE);
  for (let i = first; i < end; i++) {
    const done = i32x4.add(start, i32x4.splat(i));
    if (inverseTime) rate = slowedRate(done);
    const draws = at + ((<usize>i) << 5);
    const xi = v128.load(draws, DRAWS);
    const eta = v128.load(draws, DRAWS + 16);
    const place = at + X;
    switch (optimizer) {
      case OPTIMIZER_GD:
        meanDescent(place, SLOPE);
        break;
      case OPTIMIZER_NESTEROV:
        for (let k: usize = 0; k < bytes; k += 16)
          v128.store(AHEAD + k, sum(beta, v128.load(at + k, MEMORY), v128.load(at + k, X)));
        descent(AHEAD, xi, eta, SLOPE);
        break;
      case OPTIMIZER_SVRG: {
        const begins = v128.and(i32x4.eq(epochPlace, i32x4.splat(0)), alive);
        epochPlace = nextInEpoch(epochPlace);
        for (let k: usize = 0; k < bytes; k += 16) {
          const landmark = v128.bitselect(v128.load(at + k, X), v128.load(at + k, MEMORY), begins);
          v128.store(at + k, landmark, MEMORY);
        }
        descent(at + MEMORY, xi, eta, OTHER);
        descent(place, xi, eta, SLOPE);
        subtract(SLOPE, OTHER, bytes);
        meanDescent(at + MEMORY, OTHER);
        for (let k: usize = 0; k < bytes; k += 16)
          v128.store(SLOPE + k, f32x4.add(v128.load(SLOPE + k), v128.load(OTHER + k)));
        break;
      }
      default:
        descent(place, xi, eta, SLOPE);
    }
    let largest = f32x4.splat(0);
    let exit = f32x4.splat(0);
    let exitCode = i32x4.splat(0);
    for (let k: usize = 0; k < bytes; k += 16) {
      const x = v128.load(at + k, X);
      const memory = v128.load(at + k, MEMORY);
      let slope = v128.load(SLOPE + k);
      let nextMemory = memory;
      let step = f32x4.splat(0);
      switch (optimizer) {
        case OPTIMIZER_PERTURBED:
          slope = sum(splat(PERTURBATION), v128.load(kicks + <usize>i * kickBytes + k), slope);
          step = f32x4.mul(rate, slope);
          break;
        case OPTIMIZER_HEAVY_BALL:
        case OPTIMIZER_NESTEROV:
          step = sum(beta, memory, f32x4.mul(rate, slope));
          nextMemory = step;
          break;
        case OPTIMIZER_RMSPROP:
          nextMemory = rootOf(memory, slope, kept, fresh);
          step = f32x4.mul(rate, scaledSlope(slope, nextMemory));
          break;
        default:
          step = f32x4.mul(rate, slope);
      }
      const next = v128.bitselect(f32x4.add(x, step), x, alive);
      v128.store(at + k, next, X);
      v128.store(at + k, v128.bitselect(nextMemory, memory, alive), MEMORY);
      const length = f32x4.abs(next);
      const larger = f32x4.gt(length, largest);
      largest = v128.bitselect(length, largest, larger);
      exit = v128.bitselect(next, exit, larger);
      const code = i32x4.splat(2 * (group * size + <u32>(k >> 4)) + 1);
      exitCode = v128.bitselect(i32x4.sub(code, i32x4.shr_u(next, 31)), exitCode, larger);
    }
    const outside = v128.and(f32x4.gt(largest, radius), alive);
    const passage = v128.load(at, PASSAGE);
    const step = v128.or(i32x4.add(done, i32x4.splat(1)), v128.not(outside));
    const leaves = i32x4.gt_u(passage, step);
    v128.store(at, v128.bitselect(exit, v128.load(at, EXIT), leaves), EXIT);
    v128.store(at, v128.bitselect(exitCode, v128.load(at, EXIT_CODE), leaves), EXIT_CODE);
    const earliest = i32x4.min_u(passage, step);
    v128.store(at, earliest, PASSAGE);
    if (!keep && !v128.any_true(i32x4.gt_u(earliest, i32x4.add(done, i32x4.splat(1))))) break;
    alive = v128.and(alive, f32x4.lt(largest, reach));
  }
  for (let k: usize = 0; k < bytes; k += 16)
    v128.store(at + k, edgeOf(v128.load(at + k, X), reach), X);
}

// @ts-ignore: decorator
@inline
function subtract(from: usize, what: usize, bytes: usize): void {
  for (let k: usize = 0; k < bytes; k += 16)
    v128.store(from + k, f32x4.sub(v128.load(from + k), v128.load(what + k)));
}

/** Largest |x| of a vector's coordinates. */
export function largestOf(at: usize, size: u32): v128 {
  let largest = f32x4.abs(v128.load(at, X));
  for (let k: usize = 16; k < <usize>size << 4; k += 16)
    largest = f32x4.pmax(largest, f32x4.abs(v128.load(at + k, X)));
  return largest;
}
