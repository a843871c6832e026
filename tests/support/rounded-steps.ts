import { buildKernel } from '../../src/engine/cpu/kernel';
import type { Source } from '../../src/engine/cpu/source';
import { type RunParameters, runParameters } from '../../src/engine/run-parameters';
import type { Spec } from '../../src/spec/spec';
import { EPSILON, ROUNDINGS, SECOND_ORDER } from './tolerances';
import { torchNoise } from './torch';

/**
 * How far float32 may be from exact arithmetic after many steps on the same noise, to first order:
 * the roundings of every step, each times what the steps after it make of it. What they make of it
 * is the product of the steps' derivatives, which finite differences of the float64 kernels give;
 * products of derivatives' sizes would miss that a step takes back what another adds.
 */

/** Numbers of a method that float32 rounds once, for all steps. */
const CONSTANTS = [
  'learningRate',
  'beta',
  'decay',
  'epsilon',
  'beta1',
  'beta2',
  'weightDecay',
] as const;

/** A size in ULP of 1, and where in the state after a step it enters. */
interface Rounding {
  size: number;
  direction: number[];
}

/** One step: derivatives by the state before it. Shape of `byState`: [before][after]. */
interface Step {
  byState: number[][];
  roundings: Rounding[];
}

interface Twin {
  run: RunParameters;
  /** The state, points first, after one step more. */
  step(state: readonly number[], shift?: readonly number[]): number[];
  /** Of the last step: where its slope was taken, and the slope. */
  at: number[];
  slope: number[];
}

function twinOf(spec: Spec, group: number, noise: { xi: number; eta: number; done: number }): Twin {
  const run = { ...runParameters(spec) };
  const { loss, optimizer } = buildKernel(spec, run, 'sfc32');
  const source = { noise: { xi: [0], eta: [0] }, kicks: [] } as unknown as Source;
  const size = run.pointSize;
  let shifts: readonly number[] = [];
  const twin: Twin = {
    run,
    at: [],
    slope: [],
    step(state, shift = []) {
      shifts = shift;
      const x = Float64Array.from(state.slice(0, size));
      const memory = Float64Array.from(state.slice(size));
      source.noise.xi[0] = noise.xi;
      source.noise.eta[0] = noise.eta;
      optimizer.step(x, memory, source, 0, noise.done);
      return [...x, ...memory];
    },
  };
  loss.enter(group);
  const descent = loss.descent.bind(loss);
  loss.descent = (x, xi, eta, slope) => {
    descent(x, xi, eta, slope);
    twin.at = [...x];
    twin.slope = [...slope];
    for (const [k, shift] of shifts.entries()) slope[k] += shift;
  };
  return twin;
}

/** (f(h) - f(-h)) / 2h of every number of f. */
function difference(f: (h: number) => number[], h: number): number[] {
  const below = f(-h);
  return f(h).map((value, i) => (value - below[i]) / (2 * h));
}

/**
 * What a slope is wrong by where a step is of length 1, in ULP of 1.
 * @param moved  What the place where it is taken is wrong by.
 */
function slopeErrors(
  kind: string,
  { run, at }: Twin,
  group: number,
  noise: readonly [number, number],
  moved: readonly number[],
): number[] {
  const [xi] = noise;
  switch (kind) {
    case 'saddle': {
      const random = run.multiplicative * xi;
      const terms =
        (Math.abs(run.drift[group]) + Math.abs(random)) * Math.abs(at[0]) +
        Math.abs(run.additive * noise[1]);
      return [ROUNDINGS.linearTerm * terms + Math.abs(run.drift[group] + random) * moved[0]];
    }
    case 'double-well': {
      const p = at.map((x, k) => x + run.shake * noise[k]);
      // The shake, the noise, their product; the sum.
      const off = p.map(
        (place, k) =>
          moved[k] + (1 + ROUNDINGS.noise + 1) * Math.abs(run.shake * noise[k]) + Math.abs(place),
      );
      const [size] = p.map(Math.abs);
      return [
        ROUNDINGS.cubicTerm * (((size + 2.5) * size + 1) * size + 1.25) +
          Math.abs((3 * p[0] - 5) * p[0] - 1) * off[0],
        2 * (2 * Math.abs(p[1]) + off[1]),
      ];
    }
    default:
      throw new Error(`No roundings are counted for the loss ${kind}.`);
  }
}

/** What the method itself rounds in a step, once for each kind that has it. */
function methodRoundings(
  kind: string,
  twin: Twin,
  before: readonly number[],
  after: readonly number[],
  byState: readonly number[][],
  done: number,
): Rounding[] {
  const { run, slope } = twin;
  const size = run.pointSize;
  const rows = before.length / size;
  const roundings: Rounding[] = [];
  const enter = (amount: number, ...places: [place: number, share: number][]) => {
    const direction = Array<number>(before.length).fill(0);
    for (const [place, share] of places) direction[place] = share;
    roundings.push({ size: amount, direction });
  };
  for (let k = 0; k < size; k++) {
    const place = (row: number) => row * size + k;
    // The last sum, and the one before of a decay.
    enter(Math.abs(after[k]) + Math.abs(before[k]), [k, 1]);
    const shrinks = kind === 'adamw' ? run.learningRate * run.weightDecay * Math.abs(before[k]) : 0;
    const push = Math.abs(after[k] - before[k]) + shrinks;
    const root = (row: number, amount: number) => enter(amount, [place(row), 1]);
    switch (kind) {
      case 'sgd':
      case 'sgd-weight-decay':
        break;
      case 'heavy-ball':
      case 'nesterov': {
        const kept = Math.abs(run.beta * before[place(1)]);
        const all = kept + Math.abs(after[place(1)]);
        enter(ROUNDINGS.average * all, [k, 1], [place(1), 1]);
        break;
      }
      case 'rmsprop':
        root(1, ROUNDINGS.root * after[place(1)]);
        enter((ROUNDINGS.root + ROUNDINGS.quotient) * push, [k, 1]);
        break;
      case 'adagrad': {
        const growth = after[place(1)] - Math.max(before[place(1)], Math.abs(slope[k]));
        const amount = after[place(1)] + ROUNDINGS.growth * growth;
        root(1, amount);
        enter((amount / after[place(1)] + ROUNDINGS.quotient) * push, [k, 1]);
        break;
      }
      case 'adam':
      case 'adamw':
      case 'amsgrad': {
        const terms = Math.abs(run.beta1 * before[place(1)]) + Math.abs((1 - run.beta1) * slope[k]);
        // By the mean before: what the mean after moves x by, times beta1.
        enter(ROUNDINGS.average * terms, [k, byState[place(1)][k] / run.beta1], [place(1), 1]);
        root(2, ROUNDINGS.root * after[place(2)]);
        if (rows > 3 && after[place(3)] > before[place(3)])
          root(3, ROUNDINGS.root * after[place(3)]);
        // A mean counts once with its weight, a root with the root of its own.
        const bits = Math.floor(Math.log2(done + 1)) + 1;
        const weights = ROUNDINGS.weights + 1.5 * ROUNDINGS.weightBit * bits;
        enter((ROUNDINGS.root + ROUNDINGS.quotient + weights) * push, [k, 1]);
        enter(3 * shrinks, [k, 1]);
        break;
      }
      default:
        throw new Error(`No roundings are counted for the method ${kind}.`);
    }
  }
  return roundings;
}

/**
 * Bounds of |float32 - float64| of every coordinate after some steps on the noise of torch.ts.
 * Shape: [steps][coordinates].
 */
export function roundedSteps(spec: Spec, recorded: readonly number[]): number[][] {
  const bounds = recorded.map((): number[] => []);
  const { coordinateCount, pointSize, memoryRows, startA } = runParameters(spec);
  for (let group = 0; group < coordinateCount / pointSize; group++) {
    const noise = { xi: 0, eta: 0, done: 0 };
    const twin = twinOf(spec, group, noise);
    const start = startA.slice(group * pointSize, (group + 1) * pointSize);
    let state = [...start, ...Array<number>(memoryRows * pointSize).fill(0)];
    const steps: Step[] = [];
    const draws = torchNoise();
    for (; noise.done < recorded[recorded.length - 1]; noise.done++) {
      const pair = draws.next().value;
      [noise.xi, noise.eta] = pair;
      const step = stepOf(spec, twin, group, state, pair, noise.done);
      steps.push(step);
      state = twin.step(state);
    }
    for (const [i, record] of recorded.entries())
      for (let k = 0; k < pointSize; k++)
        bounds[i].push(SECOND_ORDER * EPSILON * errorAt(steps, record, k, start));
  }
  return bounds;
}

function stepOf(
  spec: Spec,
  twin: Twin,
  group: number,
  state: readonly number[],
  noise: readonly [number, number],
  done: number,
): Step {
  const { kind } = spec.optimizer;
  const size = twin.run.pointSize;
  const after = twin.step(state);
  const { at, slope } = twin;
  const with1 = (i: number, h: number) => state.map((value, j) => (j === i ? value + h : value));
  const byState = state.map((value, i) =>
    difference((h) => twin.step(with1(i, h)), 1e-6 * Math.max(Math.abs(value), 1e-3)),
  );
  const bySlope = slope.map((value, k) =>
    difference(
      (h) =>
        twin.step(
          state,
          slope.map((_, j) => (j === k ? h : 0)),
        ),
      1e-6 * Math.max(Math.abs(value), 1e-3),
    ),
  );
  Object.assign(twin, { at, slope });
  // A place ahead is a sum with a product.
  const moved = at.map((place, k) =>
    kind === 'nesterov' ? Math.abs(place) + Math.abs(twin.run.beta * state[size + k]) : 0,
  );
  const roundings = methodRoundings(kind, twin, state, after, byState, done);
  for (const [k, error] of slopeErrors(spec.loss.kind, twin, group, noise, moved).entries()) {
    const all = Math.abs(slope[k]) + Math.abs(twin.run.weightDecay * state[k]);
    roundings.push({ size: error + ROUNDINGS.push * all, direction: bySlope[k] });
  }
  const numbers = twin.run as { -readonly [Name in (typeof CONSTANTS)[number]]: number };
  for (const name of CONSTANTS) {
    const value = numbers[name];
    if (value === 0) continue;
    const direction = difference((h) => {
      numbers[name] = value + h;
      return twin.step(state);
    }, 1e-6 * value);
    numbers[name] = value;
    roundings.push({ size: Math.abs(value), direction });
  }
  return { byState, roundings };
}

const product = (a: readonly number[], b: readonly number[]) =>
  a.reduce((sum, value, i) => sum + value * b[i], 0);

/** What all roundings of the first steps make of coordinate k, in ULP of 1. */
function errorAt(
  steps: readonly Step[],
  record: number,
  k: number,
  start: readonly number[],
): number {
  let error = 0;
  // What a change of each number of the state does to the coordinate in the end.
  let effect = steps[0].byState.map((_, i): number => (i === k ? 1 : 0));
  for (let step = record - 1; step >= 0; step--) {
    const { byState, roundings } = steps[step];
    for (const { size, direction } of roundings)
      error += size * Math.abs(product(direction, effect));
    effect = byState.map((after) => product(after, effect));
  }
  return error + start.reduce((sum, x, i) => sum + Math.abs(x * effect[i]), 0);
}
