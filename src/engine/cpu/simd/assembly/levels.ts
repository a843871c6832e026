// Regions of the mean loss, the loss at a point averaged over the noise: shaders/level.wgsl and
// shaders/value/. The noise that shakes a surface is normal.

import {
  DRIFT,
  DT,
  LOSS,
  LOSS_DOUBLE_WELL,
  LOSS_LINEAR_NETWORK,
  LOSS_MATRIX_FACTORISATION,
  LOSS_MONKEY_SADDLE,
  LOSS_NUMBERS,
  LOSS_OCTOPUS,
  LOSS_QUADRATIC_FORM,
  LOSS_QUARTIC_SADDLE,
  LOSS_RELU_SADDLE,
  LOSS_ROSENBROCK,
  LOSS_SADDLE,
  POINT_SIZE,
  REGION_HIGH,
  REGION_LOW,
  SHAKE,
} from './layout';
import { bumpsValue } from './losses';
import { stepsAt } from './methods';
import { splat, word } from './parameters';
import { EXIT_CODE, PASSAGE } from './state';
import { OCTOPUS, octopus } from './surfaces';
import { sum } from './vectors';

// Slopes that nobody asked for.
// @ts-ignore: decorator
@lazy
const SLOPES: usize = memory.data(64, 16);
// Levels that are open, src/engine/constants.ts: a loss beyond them is on them.
const OPEN_END: f32 = 3e38;

/** Lets particles leave that are out after step `i` of their block, and were not before. */
export function leaveLevels(at: usize, i: u32): void {
  const end = f32x4.splat(OPEN_END);
  const loss = f32x4.pmax(f32x4.pmin(valueOf(at), end), f32x4.neg(end));
  const isAbove = f32x4.gt(loss, splat(REGION_HIGH));
  const passage = v128.load(at, PASSAGE);
  const done = stepsAt(at, i);
  const isOff = v128.or(isAbove, f32x4.lt(loss, splat(REGION_LOW)));
  const leaves = v128.and(isOff, i32x4.gt_u(passage, done));
  const step = i32x4.add(done, i32x4.splat(1));
  v128.store(at, v128.bitselect(step, passage, leaves), PASSAGE);
  v128.store(at, v128.bitselect(i32x4.neg(isAbove), v128.load(at, EXIT_CODE), leaves), EXIT_CODE);
}

function valueOf(at: usize): v128 {
  const x = v128.load(at);
  const y = v128.load(at, 16);
  const x2 = f32x4.mul(x, x);
  const half = f32x4.splat(0.5);
  const a = f32x4.div(splat(DRIFT), splat(DT));
  const variance = f32x4.mul(splat(SHAKE), splat(SHAKE));
  switch (word(LOSS)) {
    case LOSS_SADDLE:
      return f32x4.mul(f32x4.splat(-0.5), f32x4.mul(a, x2));
    case LOSS_RELU_SADDLE:
      return f32x4.neg(f32x4.mul(a, f32x4.abs(x)));
    case LOSS_QUARTIC_SADDLE:
      return f32x4.mul(f32x4.splat(-0.25), f32x4.mul(f32x4.mul(a, x2), x2));
    case LOSS_DOUBLE_WELL: {
      const cubic = sum(f32x4.splat(0.25), x, f32x4.splat(-0.8333333));
      const well = sum(sum(sum(cubic, x, f32x4.splat(-0.5)), x, f32x4.splat(1.25)), x, f32x4.splat(2));
      const bend = sum(sum(f32x4.splat(3), x, f32x4.splat(-5)), x, f32x4.splat(-1));
      const lift = sum(half, bend, sum(f32x4.splat(0.75), variance, f32x4.splat(1)));
      return sum(variance, lift, sum(y, y, well));
    }
    case LOSS_LINEAR_NETWORK: {
      let product = f32x4.mul(x, y);
      for (let k: u32 = 2; k < word(POINT_SIZE); k++)
        product = f32x4.mul(product, v128.load(at + ((<usize>k) << 4)));
      return sum(sum(half, product, f32x4.neg(a)), product, half);
    }
    case LOSS_MATRIX_FACTORISATION: {
      const miss = f32x4.sub(f32x4.mul(x, y), a);
      return f32x4.mul(half, f32x4.mul(miss, miss));
    }
    case LOSS_MONKEY_SADDLE:
      return f32x4.mul(x, f32x4.sub(x2, f32x4.mul(f32x4.splat(3), f32x4.mul(y, y))));
    case LOSS_QUADRATIC_FORM: {
      let value = f32x4.splat(0);
      for (let i: u32 = 0; i < word(POINT_SIZE); i++)
        for (let j: u32 = 0; j < word(POINT_SIZE); j++) {
          const part = f32x4.mul(splat(LOSS_NUMBERS + 4 * i + j), v128.load(at + ((<usize>i) << 4)));
          value = sum(v128.load(at + ((<usize>j) << 4)), part, value);
        }
      return f32x4.mul(f32x4.splat(-0.5), value);
    }
    case LOSS_ROSENBROCK: {
      const miss = f32x4.sub(y, x2);
      const away = f32x4.sub(f32x4.splat(1), x);
      return sum(away, away, f32x4.mul(splat(LOSS_NUMBERS), f32x4.mul(miss, miss)));
    }
    case LOSS_OCTOPUS:
      octopus(at, f32x4.splat(0), f32x4.splat(0), SLOPES);
      return v128.load(OCTOPUS);
    default:
      return bumpsValue(x, y, variance);
  }
}
