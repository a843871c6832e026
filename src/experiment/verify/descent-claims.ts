import { log, power, square, tanh } from '../../numerics/elementary';
import { factorExponent, stepFactor } from '../../theory/exponents/lyapunov';
import { normalCdf } from '../../theory/numerics/special-functions';
import { DOUBLE_WELL, SKEWED_VALLEY } from '../../theory/surfaces/double-well';
import { descend, stationaryPointNear } from '../../theory/surfaces/landscape';
import {
  acrossValley,
  expectationAfter,
  lostProbability,
  probabilityBetween,
} from '../../theory/surfaces/shaken-descent';
import { SPIKE_AND_WELLS } from '../../theory/surfaces/spike-and-wells';
import type { Claim } from './claim';
import { all, type Check, logSize, mean, share, withoutChance } from './measure';

/** Claims about descent on surfaces and about data. */

const EPSILON = 2 ** -23;

/**
 * How far from a minimum rounding can hold a descent: what a step rounds, over what a step
 * contracts.
 */
function roundingAt(rate: number, curvature: number, size: number) {
  return {
    size: (4 * EPSILON * size) / (rate * curvature),
    reason: 'rounding of 32-bit steps at rest',
  };
}

const gradientDescent: Claim = {
  id: 'gradient-descent',
  title: 'Gradient descent finds a minimum',
  says: 'From a poor first guess gradient descent converges to a minimum of the loss.',
  corrected:
    'To a minimum, which one the start decides: neighbours on two sides of a divide end far apart.',
  post: 'qualified',
  parameters:
    'spike and wells, learning rate 0.1, 1,500 steps from (-2.45, 2.3) and from (-2.5, 2.2)',
  async measure(runner) {
    const checks: Check[] = [];
    for (const [start, well] of [
      [
        [-2.45, 2.3],
        [0.5, 1.5],
      ],
      [
        [-2.5, 2.2],
        [-1.5, -0.5],
      ],
    ]) {
      const minimum = stationaryPointNear(SPIKE_AND_WELLS, well[0], well[1])!;
      const { x, y } = await runner.runOnce({
        loss: { kind: 'spike-and-wells' },
        noise: { shake: 0 },
        optimizer: { kind: 'gd', learningRate: 0.1 },
        time: { dt: 1, steps: 1500 },
        start: { kind: 'point', x: start },
      });
      const rounding = roundingAt(0.1, minimum.curvatures[0], 2);
      checks.push(all(`x at the end, from (${start})`, minimum.x, x, rounding));
      checks.push(all(`y at the end, from (${start})`, minimum.y, y, rounding));
    }
    return checks;
  },
};

const clustering: Claim = {
  id: 'clustering',
  title: 'Steps cluster at a saddle',
  says: 'Near a saddle the slope is nearly 0, so that steps hardly move: the points cluster there.',
  corrected: null,
  post: 'as-said',
  parameters: 'f = -x^2/2, learning rate 0.1, from |x| = 0.01, 0.0001 and 0.000001 to 1',
  async measure(runner) {
    const checks: Check[] = [];
    for (const x0 of [1e-2, 1e-4, 1e-6]) {
      const { escapeSteps } = await runner.runOnce({
        optimizer: { kind: 'gd', learningRate: 0.1 },
        time: { dt: 1, steps: 300 },
        start: { kind: 'point', x: [x0] },
        escape: { radius: 1 },
      });
      const steps = Math.ceil(log(1 / x0) / log(1.1));
      checks.push(all(`steps to leave, from ${x0}`, steps, escapeSteps));
    }
    return checks;
  },
};

const manyDimensions: Claim = {
  id: 'm-dimensional-saddle',
  title: 'Without noise a saddle lets go',
  says: 'From a random start gradient descent almost surely leaves a saddle with concave directions.',
  corrected: 'All but those that start exactly on it; a saddle has 1 <= k < m concave directions.',
  post: 'qualified',
  parameters:
    'a = (1, 0.5, -0.5), learning rate 0.1, normal start, |x_i| > 10 within 25 and 120 steps',
  async measure(runner) {
    const a = [1, 0.5, -0.5];
    const checks: Check[] = [];
    for (const steps of [25, 120]) {
      const outcome = await runner.run({
        loss: { a },
        optimizer: { kind: 'gd', learningRate: 0.1 },
        time: { dt: 1, steps },
        start: { kind: 'gaussian' },
        escape: { radius: 10 },
        histogram: { coordinate: 0 },
      });
      // |x_i| grows or shrinks all the time: its largest value after a step is the last one or the
      // first.
      const stays = a.map((one) => {
        const factor = Math.max(power(1 + 0.1 * one, steps), 1 + 0.1 * one);
        return 1 - 2 * normalCdf(-10 / factor);
      });
      const theory = 1 - stays.reduce((product, one) => product * one, 1);
      checks.push(
        share(`escaped by step ${steps}`, theory, outcome, (i) => outcome.escapeSteps[i] !== 0, {
          size: 20 * EPSILON * steps,
          reason: 'rounding of 32-bit steps at the radius',
        }),
      );
    }
    return checks;
  },
};

const minibatches: Claim = {
  id: 'minibatch-on-data',
  title: 'Minibatches make noise, the whole set none',
  says: 'The loss is a sum over data; a random minibatch of it makes the noise of SGD.',
  corrected:
    'Minibatches of one epoch exclude each other: their noise is (N - B)/(N - 1) of that of independent ones, and exactly 0 at B = N.',
  post: 'qualified',
  parameters: '1,000 samples, sigma = 1, tau = 0.5, rho = 0.3, learning rate 0.5; B = 1, 10, 1,000',
  async measure(runner) {
    const noise = { law: 'dataset', samples: 1000, sigma: 1, tau: 0.5, rho: 0.3 };
    const spec = (batchSize: number, steps: number, more: object = {}) => ({
      noise: { ...noise, ...more },
      optimizer: { learningRate: 0.5, batchSize },
      time: { dt: 1, steps },
    });
    const checks: Check[] = [];
    for (const batchSize of [1, 10]) {
      const outcome = await runner.run(spec(batchSize, 1));
      // One step from x = 1: variance of xi + eta.
      const variance = 0.25 * (1 + 0.25 + 2 * 0.3 * 0.5) * ((1000 - batchSize) / 999 / batchSize);
      const squared = mean(`variance of a step, B = ${batchSize}`, variance, outcome, (i) =>
        square(outcome.x[i] - 1.5),
      );
      checks.push(squared);
    }
    const whole = await runner.run(spec(1000, 40));
    const plain = await runner.runOnce({
      ...spec(1000, 40),
      optimizer: { kind: 'gd', learningRate: 0.5 },
    });
    checks.push(
      withoutChance(
        'particles that differ from gradient descent, B = N',
        0,
        whole.x.filter((x) => !Object.is(x, plain.x[0])).length,
      ),
    );
    const epoch = await runner.runOnce({
      ...spec(1, 1000, { tau: 0, sigma: 0.2 }),
      loss: { a: [0.02] },
    });
    // The stored set is that of the run's own seed.
    const growth = 1000 * factorExponent(stepFactor(epoch.spec, 0));
    const rounding = { size: 1000 * EPSILON, reason: 'rounding of 1,000 factors' };
    const logs = epoch.x.map((x) => logSize(x));
    checks.push(all('growth over one epoch of all particles, tau = 0', growth, logs, rounding));
    return checks;
  },
};

const descent = (shake: number) =>
  ({ slope: SKEWED_VALLEY.slope, learningRate: 0.01, shake, start: 2, steps: 100 }) as const;

/** Numbers of the shaken double well that no engine changes: seconds, worked out once. */
function theoryOfShaken() {
  return {
    lost: lostProbability(descent(2)),
    meanByOne: expectationAfter(descent(1), tanh),
    meanByTwo: expectationAfter(descent(2), tanh),
    between: probabilityBetween(descent(2), 0.5, 1.5),
  };
}
let shakenTheory: ReturnType<typeof theoryOfShaken> | null = null;

const shaken: Claim = {
  id: 'shaken-double-well',
  title: 'A shaken surface',
  says: 'Shaken by 1 descent lingers on the ridge, shaken by 2 it is trapped at the saddle: noise traps.',
  corrected:
    'Here it is averaging, not noise that grows with x: shaken by more than 0.716 the average of this surface has a single minimum, which moves towards the saddle.',
  post: 'not-as-said',
  parameters: 'double well, learning rate 0.01, 100 steps from (2, -3), shaken by 0, 1 and 2',
  async measure(runner) {
    const run = (shake: number) =>
      runner.run({
        loss: { kind: 'double-well' },
        noise: { shake },
        optimizer: { learningRate: 0.01 },
        time: { dt: 1, steps: 100 },
      });
    const still = await run(0);
    const [endX, endY] = descend(DOUBLE_WELL, [2, -3], 0.01, 100);
    const rounding = { size: 100 * 8 * EPSILON, reason: 'rounding of 100 steps' };
    const one = await run(1);
    const two = await run(2);
    const { mean: meanY, variance } = acrossValley(1, 0.01, 1, -3, 100);
    shakenTheory ??= theoryOfShaken();
    const { lost, meanByOne, meanByTwo, between } = shakenTheory;
    // Theory speaks of those that stay; a cubic force throws a few out for good.
    const thrown = {
      size: lost,
      reason: 'particles thrown out by the cubic force',
    };
    return [
      all('x at the end, not shaken', endX, still.x, rounding),
      all('y at the end, not shaken', endY, still.y, rounding),
      mean('mean of tanh x, shaken by 1', meanByOne, one, (i) => tanh(one.x[i])),
      mean('variance of y, shaken by 1', variance, one, (i) => square(one.y[i] - meanY), {
        deviation: Math.SQRT2 * variance,
      }),
      mean('mean of tanh x, shaken by 2', meanByTwo, two, (i) => tanh(two.x[i]), {
        allowance: thrown,
      }),
      share(
        'between 0.5 and 1.5, shaken by 2',
        between,
        two,
        (i) => two.x[i] > 0.5 && two.x[i] < 1.5,
        thrown,
      ),
    ];
  },
};

export const DESCENT_CLAIMS: readonly Claim[] = [
  gradientDescent,
  clustering,
  manyDimensions,
  minibatches,
  shaken,
];
