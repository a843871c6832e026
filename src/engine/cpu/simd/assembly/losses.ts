// Losses. A point is a row of vectors, one for each coordinate; all slopes are downhill and per step,
// as in shaders/loss/.

import { formulaDescent } from './formulas';
import {
  ADDITIVE,
  DRIFT,
  DT,
  LOSS,
  LOSS_DOUBLE_WELL,
  LOSS_FORMULA,
  LOSS_LINEAR_NETWORK,
  LOSS_MATRIX_FACTORISATION,
  LOSS_MONKEY_SADDLE,
  LOSS_QUADRATIC_FORM,
  LOSS_QUARTIC_SADDLE,
  LOSS_RELU_SADDLE,
  LOSS_ROSENBROCK,
  LOSS_SADDLE,
  LOSS_SPIKE_AND_WELLS,
  MULTIPLICATIVE,
  POINT_SIZE,
  SHAKE,
} from './layout';
import { splat, word } from './parameters';
import {
  matrixFactorisation,
  monkeySaddle,
  octopus,
  quadraticForm,
  rosenbrock,
} from './surfaces';
import { signOf, sum } from './vectors';
import { ALL } from './whole';

// What the slope is proportional to where coordinates are alone: x of a saddle, the sign of x of a
// ReLU saddle.
// @ts-ignore: decorator
@inline
export function armOf(loss: u32, x: v128): v128 {
  return loss == LOSS_SADDLE ? x : signOf(x);
}

// Minus the noisy slope at x of a group of coordinates, to `out`.
export function descent(x: usize, group: u32, xi: v128, eta: v128, out: usize): void {
  const loss = word(LOSS);
  switch (loss) {
    case LOSS_SADDLE:
    case LOSS_RELU_SADDLE:
      return v128.store(out, along(armOf(loss, v128.load(x)), group, xi, eta));
    case LOSS_QUARTIC_SADDLE: {
      const square = f32x4.mul(v128.load(x), v128.load(x));
      return v128.store(out, along(f32x4.mul(square, v128.load(x)), group, xi, eta));
    }
    case LOSS_DOUBLE_WELL:
      return doubleWell(shaken(x, 0, xi), shaken(x, 16, eta), f32x4.splat(0), out);
    case LOSS_SPIKE_AND_WELLS:
      return bumps(shaken(x, 0, xi), shaken(x, 16, eta), f32x4.splat(0), out);
    case LOSS_FORMULA:
      if (ALL) return formulaDescent(x, xi, eta, out);
      unreachable();
    case LOSS_LINEAR_NETWORK:
      return linearNetwork(x, xi, eta, out);
    case LOSS_MATRIX_FACTORISATION:
      return matrixFactorisation(x, xi, eta, out);
    case LOSS_MONKEY_SADDLE:
      return monkeySaddle(shaken(x, 0, xi), shaken(x, 16, eta), out);
    case LOSS_QUADRATIC_FORM:
      return quadraticForm(x, xi, eta, out);
    case LOSS_ROSENBROCK:
      return rosenbrock(x, xi, eta, out);
    default:
      return octopus(x, xi, eta, out);
  }
}

// Minus the slope of a coordinate that is alone.
// @ts-ignore: decorator
@inline
function along(arm: v128, group: u32, xi: v128, eta: v128): v128 {
  const growth = sum(splat(MULTIPLICATIVE), xi, splat(DRIFT + group));
  return sum(growth, arm, f32x4.mul(splat(ADDITIVE), eta));
}

// The descent averaged over the noise, to `out`: that without noise, but of wells.
export function meanDescent(x: usize, group: u32, out: usize): void {
  const variance = f32x4.mul(splat(SHAKE), splat(SHAKE));
  switch (word(LOSS)) {
    case LOSS_DOUBLE_WELL:
      return doubleWell(v128.load(x), v128.load(x, 16), variance, out);
    case LOSS_SPIKE_AND_WELLS:
      return bumps(v128.load(x), v128.load(x, 16), variance, out);
    default:
      return descent(x, group, f32x4.splat(0), f32x4.splat(0), out);
  }
}

// A coordinate of a surface, translated.
// @ts-ignore: decorator
@inline
function shaken(x: usize, k: usize, noise: v128): v128 {
  return sum(splat(SHAKE), noise, v128.load(x + k));
}

// f = y^2 + x^4/4 - 5x^3/6 - x^2/2 + 5x/4 + 2, averaged over noise of a variance.
function doubleWell(x: v128, y: v128, variance: v128, out: usize): void {
  const cubic = sum(f32x4.sub(x, f32x4.splat(2.5)), x, f32x4.splat(-1));
  const rest = f32x4.mul(variance, sum(f32x4.splat(3), x, f32x4.splat(-2.5)));
  const rate = f32x4.neg(splat(DT));
  v128.store(out, f32x4.mul(rate, f32x4.add(sum(cubic, x, f32x4.splat(1.25)), rest)));
  v128.store(out, f32x4.mul(rate, f32x4.mul(f32x4.splat(2), y)), 16);
}

// Centre, width and height of each bump.
const BUMPS: usize = memory.data<f32>([
  -2.75, 2.5, 0.45, 3,
  -2.5, 2, 1.2, 0.35,
  -1.5, -0.5, 1, -0.6,
  0.5, 1.5, 0.9, -0.55,
  2.5, -1, 0.9, -1.05,
], 16);

// A spike, a bump and three wells, each averaged over normal translations: wider by their variance,
// and lower.
function bumps(x: v128, y: v128, variance: v128, out: usize): void {
  let sumX = f32x4.splat(0);
  let sumY = f32x4.splat(0);
  for (let bump = BUMPS; bump < BUMPS + 80; bump += 16) {
    const square = squareOf(bump);
    const wide = f32x4.add(square, variance);
    const awayX = f32x4.sub(x, v128.load_splat<f32>(bump));
    const awayY = f32x4.sub(y, v128.load_splat<f32>(bump, 4));
    const height = f32x4.div(volumeOf(bump, square), f32x4.mul(wide, wide));
    const weight = f32x4.mul(height, bell(awayX, awayY, wide));
    sumX = sum(weight, awayX, sumX);
    sumY = sum(weight, awayY, sumY);
  }
  v128.store(out, f32x4.mul(splat(DT), sumX));
  v128.store(out, f32x4.mul(splat(DT), sumY), 16);
}

/** The mean loss of the same. */
export function bumpsValue(x: v128, y: v128, variance: v128): v128 {
  let value = f32x4.splat(0);
  for (let bump = BUMPS; bump < BUMPS + 80; bump += 16) {
    const square = squareOf(bump);
    const wide = f32x4.add(square, variance);
    const awayX = f32x4.sub(x, v128.load_splat<f32>(bump));
    const awayY = f32x4.sub(y, v128.load_splat<f32>(bump, 4));
    value = sum(f32x4.div(volumeOf(bump, square), wide), bell(awayX, awayY, wide), value);
  }
  return value;
}

// @ts-ignore: decorator
@inline
function squareOf(bump: usize): v128 {
  const width = v128.load_splat<f32>(bump, 8);
  return f32x4.mul(width, width);
}

// @ts-ignore: decorator
@inline
function volumeOf(bump: usize, square: v128): v128 {
  return f32x4.mul(v128.load_splat<f32>(bump, 12), square);
}

// exp(-distance^2 / (2 wide)).
// @ts-ignore: decorator
@inline
function bell(awayX: v128, awayY: v128, wide: v128): v128 {
  const distance = sum(awayX, awayX, f32x4.mul(awayY, awayY));
  return exponential(f32x4.div(f32x4.mul(f32x4.splat(-0.5), distance), wide));
}

// f = (1 + eta) P^2 / 2 - (a + xi) P with P the product of the weights.
function linearNetwork(x: usize, xi: v128, eta: v128, out: usize): void {
  const size = word(POINT_SIZE);
  for (let k: u32 = 0; k < size; k++) {
    let others = f32x4.splat(1);
    for (let other: u32 = 0; other < size; other++)
      if (other != k) others = f32x4.mul(others, v128.load(x + ((<usize>other) << 4)));
    v128.store(out + ((<usize>k) << 4), others);
  }
  const product = f32x4.mul(v128.load(x), v128.load(out));
  const pull = f32x4.mul(sum(splat(ADDITIVE), eta, splat(DT)), product);
  const push = f32x4.sub(sum(splat(MULTIPLICATIVE), xi, splat(DRIFT)), pull);
  for (let k: usize = 0; k < <usize>size << 4; k += 16)
    v128.store(out + k, f32x4.mul(push, v128.load(out + k)));
}

// exp of numbers up to 0, 0 from -87 on: 2^n exp(f) with |f| <= ln(2) / 2, by Taylor's polynomial of
// degree 7, whose rest is under 6e-9.
function exponential(x: v128): v128 {
  const n = f32x4.nearest(f32x4.mul(x, f32x4.splat(1.4426950408889634)));
  // ln 2 in two parts; whole multiples of the first are exact.
  let f = sum(n, f32x4.splat(-0.693359375), x);
  f = sum(n, f32x4.splat(2.12194440e-4), f);
  let p = sum(f32x4.splat(1.0 / 5040), f, f32x4.splat(1.0 / 720));
  p = sum(p, f, f32x4.splat(1.0 / 120));
  p = sum(p, f, f32x4.splat(1.0 / 24));
  p = sum(p, f, f32x4.splat(1.0 / 6));
  p = sum(p, f, f32x4.splat(0.5));
  p = sum(p, f, f32x4.splat(1));
  p = sum(p, f, f32x4.splat(1));
  const power = i32x4.shl(i32x4.trunc_sat_f32x4_s(n), 23);
  return v128.and(i32x4.add(p, power), f32x4.gt(x, f32x4.splat(-87)));
}
