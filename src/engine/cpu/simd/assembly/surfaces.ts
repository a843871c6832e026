// Losses of coordinates that move together, as of losses.ts: those that came later.

import { ADDITIVE, DRIFT, DT, LOSS_NUMBERS, MULTIPLICATIVE, POINT_SIZE } from './layout';
import { splat, word } from './parameters';
import { signOf, sum } from './vectors';
import { ALL } from './whole';

// f = (P - a - xi)^2 / 2 - eta (x_0 + x_1) with P the product of the factors.
export function matrixFactorisation(x: usize, xi: v128, eta: v128, out: usize): void {
  const first = v128.load(x);
  const second = v128.load(x, 16);
  const product = f32x4.mul(splat(DT), f32x4.mul(first, second));
  const error = f32x4.sub(sum(splat(MULTIPLICATIVE), xi, splat(DRIFT)), product);
  const push = f32x4.mul(splat(ADDITIVE), eta);
  v128.store(out, sum(error, second, push));
  v128.store(out, sum(error, first, push), 16);
}

// f = x^3 - 3 x y^2.
export function monkeySaddle(x: v128, y: v128, out: usize): void {
  const squares = f32x4.mul(f32x4.sub(x, y), f32x4.add(x, y));
  const product = f32x4.mul(f32x4.splat(6), f32x4.mul(x, y));
  v128.store(out, f32x4.mul(splat(DT), f32x4.mul(f32x4.splat(-3), squares)));
  v128.store(out, f32x4.mul(splat(DT), product), 16);
}

// f = -x^T (A + xi I) x / 2 - eta sum x_i; the loss's own numbers are the columns of A, of four each.
export function quadraticForm(x: usize, xi: v128, eta: v128, out: usize): void {
  const size = word(POINT_SIZE);
  const growth = f32x4.mul(splat(MULTIPLICATIVE), xi);
  const push = f32x4.mul(splat(ADDITIVE), eta);
  for (let i: u32 = 0; i < size; i++) {
    let product = f32x4.splat(0);
    for (let j: u32 = 0; j < size; j++)
      product = sum(splat(LOSS_NUMBERS + 4 * j + i), v128.load(x + ((<usize>j) << 4)), product);
    const slope = sum(splat(DT), product, f32x4.mul(growth, v128.load(x + ((<usize>i) << 4))));
    v128.store(out + ((<usize>i) << 4), f32x4.add(slope, push));
  }
}

// f = (1 - x)^2 + (b + xi) (y - x^2)^2 - eta x.
export function rosenbrock(point: usize, xi: v128, eta: v128, out: usize): void {
  const x = v128.load(point);
  const two = f32x4.splat(2);
  const stiffness = sum(splat(MULTIPLICATIVE), xi, f32x4.mul(splat(DT), splat(LOSS_NUMBERS)));
  const away = sum(f32x4.neg(x), x, v128.load(point, 16));
  const push = f32x4.mul(f32x4.mul(two, stiffness), away);
  const pull = f32x4.mul(f32x4.mul(two, splat(DT)), f32x4.sub(f32x4.splat(1), x));
  const slope = sum(f32x4.mul(two, x), push, pull);
  v128.store(out, sum(splat(ADDITIVE), eta, slope));
  v128.store(out, f32x4.neg(push), 16);
}

/** The octopus itself where its slope was taken last. */
// @ts-ignore: decorator
@lazy
export const OCTOPUS: usize = memory.data(16, 16);

// A chain of saddles, f = (1 + xi) times it - eta sum x_i: shaders/loss/octopus.wgsl says what its own
// numbers are.
export function octopus(x: usize, xi: v128, eta: v128, out: usize): void {
  const wall = splat(LOSS_NUMBERS);
  const arm = splat(LOSS_NUMBERS + 2);
  const third = splat(LOSS_NUMBERS + 3);
  const fourth = splat(LOSS_NUMBERS + 4);
  const depth = splat(LOSS_NUMBERS + 5);
  const one = f32x4.splat(1);
  const two = f32x4.splat(2);
  const end = x + ((<usize>word(POINT_SIZE)) << 4);
  // Of the coordinate before: how far it lets this one go, from 0 to 1, and how that grows.
  let open = one;
  let rise = one;
  let value = f32x4.splat(0);
  for (let from = x, to = out; from < end; from += 16, to += 16) {
    const p = v128.load(from);
    const u = f32x4.abs(p);
    const d = f32x4.sub(u, arm);
    const d2 = f32x4.mul(d, d);
    const early = f32x4.le(u, arm);
    const late = f32x4.ge(u, f32x4.mul(two, arm));
    const ridge = f32x4.neg(f32x4.mul(splat(LOSS_NUMBERS + 1), u));
    const beyond = sum(f32x4.splat(-4), arm, u);
    const climb = f32x4.mul(wall, beyond);
    let profile = sum(ridge, u, f32x4.mul(d, f32x4.mul(d2, sum(fourth, d, third))));
    profile = v128.bitselect(f32x4.sub(f32x4.mul(climb, beyond), depth), profile, late);
    profile = v128.bitselect(f32x4.mul(ridge, u), profile, early);
    const hold = f32x4.mul(f32x4.mul(wall, u), u);
    const gain = f32x4.sub(profile, hold);
    if (from > x) v128.store(to - 16, sum(rise, gain, v128.load(to - 16)));
    value = f32x4.add(value, sum(open, gain, hold));
    const bend = sum(f32x4.mul(f32x4.splat(4), fourth), d, f32x4.mul(f32x4.splat(3), third));
    let along = sum(two, ridge, f32x4.mul(d2, bend));
    along = v128.bitselect(f32x4.mul(two, climb), along, late);
    along = v128.bitselect(f32x4.mul(two, ridge), along, early);
    const closed = f32x4.mul(f32x4.sub(one, open), f32x4.mul(f32x4.mul(two, wall), p));
    v128.store(to, sum(signOf(p), f32x4.mul(open, along), closed));
    const t = f32x4.pmin(f32x4.pmax(f32x4.div(d, arm), f32x4.splat(0)), one);
    const gate = sum(sum(f32x4.splat(6), t, f32x4.splat(-15)), t, f32x4.splat(10));
    open = f32x4.mul(f32x4.mul(t, f32x4.mul(t, t)), gate);
    const rest = f32x4.mul(t, f32x4.sub(one, t));
    rise = f32x4.mul(f32x4.mul(f32x4.div(f32x4.splat(30), arm), f32x4.mul(rest, rest)), signOf(p));
  }
  if (ALL) v128.store(OCTOPUS, value);
  const share = f32x4.neg(sum(splat(MULTIPLICATIVE), xi, splat(DT)));
  const push = f32x4.mul(splat(ADDITIVE), eta);
  for (let to = out; to < out + end - x; to += 16) v128.store(to, sum(share, v128.load(to), push));
}
