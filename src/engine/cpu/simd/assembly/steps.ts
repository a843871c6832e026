// The steps of a block in one coordinate, by a copy of the loop for each method before rmsprop.

import { INTEGER_ONE, LOW_31, k } from './constants';
import {
  ADDITIVE,
  BETA,
  DRIFT,
  LAW,
  LAW_ONE_NORMAL,
  LEARNING_RATE,
  LOSS,
  LOSS_SADDLE,
  MULTIPLICATIVE,
  OPTIMIZER,
  OPTIMIZER_GD,
  OPTIMIZER_HEAVY_BALL,
  OPTIMIZER_NESTEROV,
  OPTIMIZER_PERTURBED,
  OPTIMIZER_SGD,
  OPTIMIZER_SVRG,
  PERTURBATION,
  REACH,
  RHO,
  RHO_COMPLEMENT,
  SCHEDULE,
  SCHEDULE_CONSTANT,
  SCHEDULE_INVERSE_TIME,
} from './layout';
import { armOf } from './losses';
import { edgeOf, isAlive, isLook, nextInEpoch, placeInEpoch, stepsBefore } from './methods';
import { PARAMETERS, splat, word } from './parameters';
import { HIGH, LOW } from './regions';
import { hasMadeRates, slowedRate } from './schedules';
import {
  DRAWS,
  EXIT,
  EXIT_CODE,
  KICKS,
  LARGEST,
  MEMORY,
  PASSAGE,
  RATES,
  VECTORS,
  X,
  vectorAt,
} from './state';
import { sum } from './vectors';
import { WHOLE } from './whole';

// Whether one normal a step stands for xi and eta.
// @ts-ignore: decorator
@inline
function ofOneNormal(): bool {
  return WHOLE && word(LAW) == LAW_ONE_NORMAL;
}

// The slope at x with one normal: what xi and eta add is normal, given x. `push` is what eta shares
// with xi, `own` the square of what it does not share.
// @ts-ignore: decorator
@inline
function slopeOfOne(x: v128, normal: v128, drift: v128, multiplicative: v128, push: v128, own: v128): v128 {
  const along = sum(multiplicative, x, push);
  return sum(drift, x, f32x4.mul(f32x4.sqrt(sum(along, along, own)), normal));
}

// Takes steps `first` to `end` of a block, whose noise is drawn, in one coordinate. With care,
// passages are found and whoever reaches the edge of the range stays there; without, LARGEST is all
// that is found. `optimizer` is a constant of each copy; OPTIMIZER_HEAVY_BALL is both methods of
// momentum.
// @ts-ignore: decorator
@inline
function walk(optimizer: u32, loss: u32, careful: bool, at: usize, coordinate: u32, first: u32, end: u32): void {
  let x = v128.load(at, X);
  let memory = v128.load(at, MEMORY);
  let passage = v128.load(at, PASSAGE);
  let largest = f32x4.splat(0);
  let exit = v128.load(at, EXIT);
  let exitCode = v128.load(at, EXIT_CODE);
  const low = v128.load(LOW);
  const high = v128.load(HIGH);
  const reach = splat(REACH);
  let alive = isAlive(f32x4.abs(x), reach, first);
  const drift = splat(DRIFT + coordinate);
  const multiplicative = splat(MULTIPLICATIVE);
  const additive = splat(ADDITIVE);
  const beta = splat(BETA);
  const perturbation = splat(PERTURBATION);
  const inverseTime = WHOLE && word(SCHEDULE) == SCHEDULE_INVERSE_TIME;
  const hasRates = hasMadeRates();
  const ahead = word(OPTIMIZER) == OPTIMIZER_NESTEROV;
  const start = stepsBefore(at);
  let epochPlace = optimizer == OPTIMIZER_SVRG ? placeInEpoch(at, first) : start;
  const one = optimizer == OPTIMIZER_SGD && ofOneNormal();
  const shared = f32x4.mul(additive, splat(RHO));
  const across = f32x4.mul(additive, splat(RHO_COMPLEMENT));
  const own = f32x4.mul(across, across);
  // One normal a step stands next to the one before.
  const pitch = one ? 16 : 32;
  let rate = splat(LEARNING_RATE);
  for (let i = first; i < end; i++) {
    const draws = at + <usize>(i * pitch);
    const done = i32x4.add(start, i32x4.splat(i));
    if (inverseTime) rate = slowedRate(done);
    else if (hasRates) rate = v128.load(at + ((<usize>i) << 4), RATES);
    let next = x;
    let nextMemory = memory;
    if (optimizer == OPTIMIZER_GD) next = f32x4.add(f32x4.mul(f32x4.mul(rate, drift), armOf(loss, x)), x);
    else if (optimizer == OPTIMIZER_SGD && one) {
      const slope = slopeOfOne(x, v128.load(draws, DRAWS), drift, multiplicative, shared, own);
      next = f32x4.add(f32x4.mul(rate, slope), x);
    } else {
      // Times the rate before x is there to be waited for.
      const growth = f32x4.mul(rate, sum(multiplicative, v128.load(draws, DRAWS), drift));
      let push = f32x4.mul(rate, f32x4.mul(additive, v128.load(draws, DRAWS + 16)));
      if (optimizer == OPTIMIZER_PERTURBED)
        push = sum(f32x4.mul(rate, perturbation), v128.load(draws, KICKS), push);
      if (optimizer == OPTIMIZER_SGD || optimizer == OPTIMIZER_PERTURBED)
        next = f32x4.add(sum(growth, armOf(loss, x), push), x);
      else if (optimizer == OPTIMIZER_SVRG) {
        nextMemory = v128.bitselect(x, memory, i32x4.eq(epochPlace, i32x4.splat(0)));
        epochPlace = nextInEpoch(epochPlace);
        const landmark = armOf(loss, nextMemory);
        const difference = f32x4.sub(armOf(loss, x), landmark);
        next = f32x4.add(sum(growth, difference, f32x4.mul(f32x4.mul(rate, drift), landmark)), x);
      } else {
        // Heavy ball looks at the slope where it stands, Nesterov's method ahead.
        const place = ahead ? sum(beta, memory, x) : x;
        nextMemory = sum(beta, memory, sum(growth, armOf(loss, place), push));
        next = f32x4.add(x, nextMemory);
      }
    }
    if (careful) {
      next = v128.bitselect(next, x, alive);
      nextMemory = v128.bitselect(nextMemory, memory, alive);
      const size = f32x4.abs(next);
      const isAbove = f32x4.gt(next, high);
      const outside = v128.and(v128.or(isAbove, f32x4.lt(next, low)), alive);
      // Of two coordinates that leave in one step the larger counts.
      const step = v128.or(i32x4.add(done, k(INTEGER_ONE)), v128.not(outside));
      const larger = v128.and(i32x4.eq(step, passage), f32x4.gt(size, f32x4.abs(exit)));
      const leaves = v128.and(outside, v128.or(i32x4.gt_u(passage, step), larger));
      exit = v128.bitselect(next, exit, leaves);
      const code = i32x4.sub(i32x4.splat(2 * coordinate), isAbove);
      exitCode = v128.bitselect(code, exitCode, leaves);
      passage = i32x4.min_u(passage, step);
      if (isLook(i + 1)) alive = v128.and(alive, f32x4.lt(size, reach));
    } else largest = f32x4.pmax(largest, f32x4.abs(next));
    x = next;
    memory = nextMemory;
  }
  if (careful) {
    x = v128.bitselect(x, edgeOf(x, reach), alive);
    v128.store(at, passage, PASSAGE);
    v128.store(at, exit, EXIT);
    v128.store(at, exitCode, EXIT_CODE);
  } else v128.store(at, largest, LARGEST);
  v128.store(at, x, X);
  v128.store(at, memory, MEMORY);
}

// The same without care for both vectors side by side, of SGD on a saddle with a constant rate:
// what most runs are. A rate of 1 is left out, which changes no bit.
// @ts-ignore: decorator
@inline
function walkBoth(unit: bool, coordinate: u32, first: u32, end: u32): void {
  const here = vectorAt(0);
  const there = vectorAt(1);
  let x = v128.load(here, X);
  let y = v128.load(there, X);
  let largestX = f32x4.splat(0);
  let largestY = f32x4.splat(0);
  const drift = splat(DRIFT + coordinate);
  const multiplicative = splat(MULTIPLICATIVE);
  const additive = splat(ADDITIVE);
  const rate = splat(LEARNING_RATE);
  const low31 = k(LOW_31);
  const last = <usize>end << 5;
  for (let place = <usize>first << 5; place < last; place += 32) {
    let growthX = sum(multiplicative, v128.load(here + place, DRAWS), drift);
    let growthY = sum(multiplicative, v128.load(there + place, DRAWS), drift);
    let pushX = f32x4.mul(additive, v128.load(here + place, DRAWS + 16));
    let pushY = f32x4.mul(additive, v128.load(there + place, DRAWS + 16));
    if (!unit) {
      growthX = f32x4.mul(rate, growthX);
      growthY = f32x4.mul(rate, growthY);
      pushX = f32x4.mul(rate, pushX);
      pushY = f32x4.mul(rate, pushY);
    }
    x = f32x4.add(sum(growthX, x, pushX), x);
    y = f32x4.add(sum(growthY, y, pushY), y);
    largestX = f32x4.pmax(largestX, v128.and(x, low31));
    largestY = f32x4.pmax(largestY, v128.and(y, low31));
  }
  v128.store(here, x, X);
  v128.store(there, y, X);
  v128.store(here, largestX, LARGEST);
  v128.store(there, largestY, LARGEST);
}

// The same of one normal a step.
function walkBothOfOne(coordinate: u32, first: u32, end: u32): void {
  const here = vectorAt(0);
  const there = vectorAt(1);
  let x = v128.load(here, X);
  let y = v128.load(there, X);
  let largestX = f32x4.splat(0);
  let largestY = f32x4.splat(0);
  const drift = splat(DRIFT + coordinate);
  const multiplicative = splat(MULTIPLICATIVE);
  const additive = splat(ADDITIVE);
  const shared = f32x4.mul(additive, splat(RHO));
  const across = f32x4.mul(additive, splat(RHO_COMPLEMENT));
  const own = f32x4.mul(across, across);
  const rate = splat(LEARNING_RATE);
  for (let i = first; i < end; i++) {
    const place = (<usize>i) << 4;
    const slopeX = slopeOfOne(x, v128.load(here + place, DRAWS), drift, multiplicative, shared, own);
    const slopeY = slopeOfOne(y, v128.load(there + place, DRAWS), drift, multiplicative, shared, own);
    x = f32x4.add(f32x4.mul(rate, slopeX), x);
    y = f32x4.add(f32x4.mul(rate, slopeY), y);
    largestX = f32x4.pmax(largestX, f32x4.abs(x));
    largestY = f32x4.pmax(largestY, f32x4.abs(y));
  }
  v128.store(here, x, X);
  v128.store(there, y, X);
  v128.store(here, largestX, LARGEST);
  v128.store(there, largestY, LARGEST);
}

// The steps of a block by the copy that the parameters ask for.
// @ts-ignore: decorator
@inline
function take(careful: bool, at: usize, coordinate: u32, first: u32, end: u32): void {
  const loss = word(LOSS);
  if (!WHOLE) return walk(OPTIMIZER_SGD, LOSS_SADDLE, careful, at, coordinate, first, end);
  switch (word(OPTIMIZER)) {
    case OPTIMIZER_GD:
      return walk(OPTIMIZER_GD, loss, careful, at, coordinate, first, end);
    case OPTIMIZER_SGD:
      return walk(OPTIMIZER_SGD, loss, careful, at, coordinate, first, end);
    case OPTIMIZER_PERTURBED:
      return walk(OPTIMIZER_PERTURBED, loss, careful, at, coordinate, first, end);
    case OPTIMIZER_SVRG:
      return walk(OPTIMIZER_SVRG, loss, careful, at, coordinate, first, end);
    default:
      return walk(OPTIMIZER_HEAVY_BALL, loss, careful, at, coordinate, first, end);
  }
}

/** Takes the steps of a block in both vectors, looking at nothing but the largest |x|. */
export function takeQuickly(coordinate: u32, first: u32, end: u32): void {
  const plain = word(OPTIMIZER) == OPTIMIZER_SGD && word(LOSS) == LOSS_SADDLE;
  if (WHOLE && (!plain || word(SCHEDULE) != SCHEDULE_CONSTANT)) {
    for (let vector: u32 = 0; vector < VECTORS; vector++)
      take(false, vectorAt(vector), coordinate, first, end);
    return;
  }
  if (ofOneNormal()) walkBothOfOne(coordinate, first, end);
  else if (load<f32>(PARAMETERS + (LEARNING_RATE << 2)) == 1) walkBoth(true, coordinate, first, end);
  else walkBoth(false, coordinate, first, end);
}

/** Takes them in one vector, and finds passages and whoever reaches the edge of the range. */
export function takeCarefully(at: usize, coordinate: u32, first: u32, end: u32): void {
  take(true, at, coordinate, first, end);
}
