// Learning rates: shaders/schedule/.

import { COS, HALF, INTEGER_ONE, c, k } from './constants';
import { exponentialLess, makeNumberLogs, quartic } from './elementary';
import {
  EXPONENT,
  FACTOR,
  HORIZON,
  LEARNING_RATE,
  PERIOD,
  SCHEDULE,
  SCHEDULE_COSINE,
  SCHEDULE_INVERSE_TIME,
  SCHEDULE_POWER_DECAY,
  SCHEDULE_STEP_DECAY,
  WARM_UP,
} from './layout';
import { stepsAt } from './methods';
import { splat, word } from './parameters';
import { RATES } from './state';
import { quotients } from './vectors';
import { WHOLE } from './whole';

// Whether the rates of a block's steps are made beforehand: of all schedules but 1/n.
// @ts-ignore: decorator
@inline
export function hasMadeRates(): bool {
  return WHOLE && word(SCHEDULE) > SCHEDULE_INVERSE_TIME;
}

// The learning rate after `done` steps of the schedule 1/n.
// @ts-ignore: decorator
@inline
export function slowedRate(done: v128): v128 {
  return f32x4.div(splat(LEARNING_RATE), f32x4.convert_i32x4_s(i32x4.add(done, k(INTEGER_ONE))));
}

/** Makes the rates of steps `first` to `end` of the block that each particle is in. */
export function makeRates(at: usize, first: u32, end: u32): void {
  const schedule = word(SCHEDULE);
  const whole = splat(LEARNING_RATE);
  const from = at + RATES + ((<usize>first) << 4);
  const last = at + RATES + ((<usize>end) << 4);
  let done = stepsAt(at, first);
  for (let to = from; to < last; to += 16) {
    const step = i32x4.add(done, k(INTEGER_ONE));
    const number = f32x4.convert_i32x4_s(step);
    let rate = whole;
    switch (schedule) {
      case SCHEDULE_POWER_DECAY:
        // In the unit of its logarithm, which comes below.
        rate = f32x4.mul(number, f32x4.splat(2147483648));
        break;
      case SCHEDULE_COSINE: {
        const v = f32x4.div(f32x4.mul(c(HALF), f32x4.convert_i32x4_s(done)), f32x4.convert_i32x4_s(splat(HORIZON)));
        const cosine = quartic(f32x4.mul(v, v), c(COS), c(COS + 1), c(COS + 2), c(COS + 3), c(COS + 4));
        rate = f32x4.mul(f32x4.mul(whole, cosine), cosine);
        rate = v128.and(rate, i32x4.lt_u(done, splat(HORIZON)));
        break;
      }
      case SCHEDULE_STEP_DECAY: {
        let part = splat(FACTOR);
        for (let cuts = quotients(done, word(PERIOD)); v128.any_true(cuts); cuts = i32x4.shr_u(cuts, 1)) {
          const odd = i32x4.shr_s(i32x4.shl(cuts, 31), 31);
          rate = v128.bitselect(f32x4.mul(rate, part), rate, odd);
          part = f32x4.mul(part, part);
        }
        break;
      }
      default: {
        const share = f32x4.div(number, f32x4.convert_i32x4_s(splat(WARM_UP)));
        rate = f32x4.mul(whole, f32x4.pmin(share, f32x4.splat(1)));
      }
    }
    v128.store(to, rate);
    done = step;
  }
  if (schedule != SCHEDULE_POWER_DECAY) return;
  makeNumberLogs(16, from, last);
  const exponent = f32x4.mul(c(HALF), splat(EXPONENT));
  for (let to = from; to < last; to += 16)
    v128.store(to, f32x4.mul(whole, exponentialLess(0, f32x4.mul(exponent, v128.load(to)))));
}
