import { power, square } from '../../../numerics/elementary';
import type { Claim } from '../claim';
import { type Allowance, all, type Check, mean } from '../measure';

/** Published statements about methods that measure slopes in units of their own. */

/** Below every root of the runs here. */
const EPSILON = 1e-12;

/** Numbers of float32 near `size`, after some steps. */
const rounding = (size: number, steps = 1): Allowance => ({
  size: steps * size * 1.2e-7,
  reason: 'rounding',
});

const firstSteps: Claim = {
  id: 'adaptive-first-steps',
  title: 'The first step of an adaptive method knows no slope',
  source:
    'Kingma, Ba (2015), "Adam: a method for stochastic optimization"; Duchi, Hazan, Singer (2011); Tieleman, Hinton (2012); Reddi, Kale, Kumar (2018)',
  says: 'The steps of Adam do not change when slopes are rescaled, and the learning rate bounds their size.',
  corrected:
    'The first step of Adam, AMSGrad and AdaGrad is the learning rate h, and that of RMSProp, whose memory starts empty, is h / sqrt(1 - decay): ten times h with a decay of 0.99.',
  post: 'qualified',
  parameters: 'slopes of 0.001 and 1,000 without noise, h = 0.125, one step from 1',
  async measure(runner) {
    const rate = 0.125;
    const checks: Check[] = [];
    for (const [kind, own, length] of [
      ['adam', {}, rate],
      ['amsgrad', {}, rate],
      ['adagrad', {}, rate],
      ['rmsprop', { decay: 0.99 }, 10 * rate],
    ] as const)
      for (const slope of [0.001, 1000]) {
        const { x } = await runner.runOnce({
          loss: { kind: 'relu-saddle', a: [slope] },
          noise: { sigma: 0, tau: 0 },
          optimizer: { kind, learningRate: rate, epsilon: EPSILON, ...own },
          time: { dt: 1, steps: 1 },
          start: { kind: 'point', x: [1] },
        });
        const steps = x.map((place) => place - 1);
        checks.push(all(`first step, ${kind}, slope ${slope}`, length, steps, rounding(32)));
      }
    return checks;
  },
};

const adagrad: Claim = {
  id: 'adagrad-roots',
  title: 'Under a steady slope AdaGrad slows down like 1 / sqrt(n)',
  source:
    'Duchi, Hazan, Singer (2011), "Adaptive subgradient methods for online learning and stochastic optimization"',
  says: 'AdaGrad divides by the root of the sum of all squared slopes: under a steady slope step n has the length h / sqrt(n), whatever the slope.',
  corrected: null,
  post: 'as-said',
  parameters: 'slopes of 0.01 and 100 without noise, h = 0.25, 200 steps from 1',
  async measure(runner) {
    const [rate, steps] = [0.25, 200];
    let sum = 0;
    for (let n = 1; n <= steps; n++) sum += 1 / Math.sqrt(n);
    const checks: Check[] = [];
    for (const slope of [0.01, 100]) {
      const { x } = await runner.runOnce({
        loss: { kind: 'relu-saddle', a: [slope] },
        noise: { sigma: 0, tau: 0 },
        optimizer: { kind: 'adagrad', learningRate: rate, epsilon: EPSILON },
        time: { dt: 1, steps },
        start: { kind: 'point', x: [1] },
      });
      const at = 1 + rate * sum;
      checks.push(all(`x after ${steps} steps, slope ${slope}`, at, x, rounding(at, steps)));
    }
    return checks;
  },
};

/** Of ten slopes nine are 1 and one is -20: their mean is -1.1. */
const MOSTLY_UP = {
  loss: { kind: 'relu-saddle', a: [-1.1] },
  noise: { law: 'unfair-coins', probability: 0.1, sigma: 0, tau: -6.3 },
};

const amsgrad: Claim = {
  id: 'amsgrad-against-adam',
  title: 'Adam climbs where large slopes are rare, and AMSGrad does not',
  source: 'Reddi, Kale, Kumar (2018), "On the convergence of Adam and beyond"',
  says: 'Where one slope in many is large and leads down, and all others are small and lead up, Adam goes up: it forgets the large one. AMSGrad divides by the largest so far and goes down.',
  corrected:
    'Without averages (both beta 0) means are exact: Adam is its signs, and rises by h (1 - 2 p) a step; AMSGrad does so until the first slope of size C, and then falls by h (p - (1 - p) / C).',
  post: 'qualified',
  parameters:
    'slopes of 1, or -20 with p = 0.1; h = 0.125, 100 steps from 1,000, far from the fold',
  async measure(runner) {
    const [rate, steps, p, large, start] = [0.125, 100, 0.1, 20, 1000];
    const up = rate * (1 - 2 * p);
    let moved = 0;
    for (let n = 0; n < steps; n++) {
      const fresh = power(1 - p, n);
      moved += fresh * up + (1 - fresh) * rate * ((1 - p) / large - p);
    }
    const checks: Check[] = [];
    for (const [kind, theory] of [
      ['adam', steps * up],
      ['amsgrad', moved],
    ] as const) {
      const outcome = await runner.run({
        ...MOSTLY_UP,
        optimizer: { kind, learningRate: rate, beta1: 0, beta2: 0, epsilon: EPSILON },
        time: { dt: 1, steps },
        start: { kind: 'point', x: [start] },
      });
      checks.push(
        mean(`mean way, ${kind}`, theory, outcome, (i) => outcome.x[i] - start, {
          allowance: rounding(start, steps),
        }),
      );
    }
    return checks;
  },
};

const adamw: Claim = {
  id: 'adamw-decoupled',
  title: 'The decay of AdamW knows no slope: paths stop at 1 / lambda',
  source:
    'Loshchilov, Hutter (2019), "Decoupled weight decay regularization"; Xie, Li (2024), "Implicit bias of AdamW"',
  says: 'The decay is no part of the slope that is averaged and rescaled; weights stay within 1 / lambda.',
  corrected:
    'Under a steady slope x_n - 1 / lambda = (x_0 - 1 / lambda) (1 - h lambda)^n, whatever the slope.',
  post: 'qualified',
  parameters:
    'slopes of 0.01 and 100 without noise, h = 0.05, lambda = 0.5, 20 and 500 steps from 1',
  async measure(runner) {
    const [rate, decay] = [0.05, 0.5];
    const checks: Check[] = [];
    for (const slope of [0.01, 100])
      for (const steps of [20, 500]) {
        const { x } = await runner.runOnce({
          loss: { kind: 'relu-saddle', a: [slope] },
          noise: { sigma: 0, tau: 0 },
          optimizer: { kind: 'adamw', learningRate: rate, weightDecay: decay, epsilon: EPSILON },
          time: { dt: 1, steps },
          start: { kind: 'point', x: [1] },
        });
        const at = 1 / decay + (1 - 1 / decay) * power(1 - rate * decay, steps);
        // What is rounded is forgotten at the rate of the decay.
        const kept = Math.min(steps, 1 / (rate * decay));
        checks.push(all(`x after ${steps} steps, slope ${slope}`, at, x, rounding(8, kept)));
      }
    return checks;
  },
};

const adai: Claim = {
  id: 'adai-inertia',
  title: 'Adai is momentum whose memory adapts, and not its step',
  source:
    'Xie, Wang, Zhang, Sato, Sugiyama (2022), "Adaptive inertia: disentangling the effects of adaptive learning rate and momentum"',
  says: 'Adai adapts the inertia of each coordinate to its slopes, and has the minima and escape rates of momentum with no adaptive learning rate.',
  corrected:
    'In one coordinate the inertia is b = 1 - beta0 whatever the noise: about a minimum of curvature k the law is that of heavy ball at the learning rate h (1 - b), of variance h tau^2 (1 + b) / (k (2 (1 + b) - h (1 - b) k)).',
  post: 'qualified',
  parameters: 'a = -1, h = 0.5, beta0 = 0.1 and 0.5, tau = 1 and 4, dt = 1, 300 steps from 0',
  async measure(runner) {
    const rate = 0.5;
    const checks: Check[] = [];
    for (const [beta0, tau] of [
      [0.1, 1],
      [0.5, 4],
    ]) {
      const outcome = await runner.run({
        loss: { a: [-1] },
        noise: { sigma: 0, tau },
        optimizer: { kind: 'adai', learningRate: rate, beta0 },
        time: { dt: 1, steps: 300 },
        start: { kind: 'point', x: [0] },
      });
      const twice = 2 * (2 - beta0);
      const variance = (rate * tau * tau * (2 - beta0)) / (twice - rate * beta0);
      checks.push(
        mean(
          `mean of x^2, beta0 = ${beta0}, tau = ${tau}`,
          variance,
          outcome,
          (i) => square(outcome.x[i]),
          {
            deviation: variance * Math.SQRT2,
            allowance: { size: 1e-5 * variance, reason: 'a run that is not infinitely long' },
          },
        ),
      );
    }
    return checks;
  },
};

const twoLines: Claim = {
  id: 'rmsprop-two-lines',
  title: 'RMSProp is two lines, whoever writes them',
  source: 'Tieleman, Hinton (2012), lecture 6.5, "Divide the gradient by a running average"',
  says: 'A running average of squared slopes, and steps along a slope over its root.',
  corrected: null,
  post: 'as-said',
  parameters:
    'RMSProp, and the formulas s = 0.9 s + 0.1 g^2 and g / sqrt(s) under the same noise: a = -1, tau = 1, h = 0.1, 50 steps from 3; its first step without noise',
  async measure(runner) {
    const run = (optimizer: object, tau: number, steps: number) =>
      runner.runOnce({
        loss: { a: [-1] },
        noise: { sigma: 0, tau },
        optimizer: { learningRate: 0.1, ...optimizer },
        time: { dt: 1, steps },
        start: { kind: 'point', x: [3] },
      });
    const written = {
      kind: 'formula',
      memory: ['s: 0.9*s + 0.1*g^2'],
      step: 'g/(sqrt(s) + 1e-8)',
    };
    const [kind, own] = [await run({ kind: 'rmsprop' }, 1, 50), await run(written, 1, 50)];
    const first = await run(written, 0, 1);
    return [
      all(
        'x of the formulas less x of RMSProp',
        0,
        own.x.map((x, i) => x - kind.x[i]),
        { size: 1e-4, reason: 'rounding, and small slopes that it turns round' },
      ),
      all('first step of the formulas', 3 - 0.1 / Math.sqrt(0.1), first.x, rounding(8)),
    ];
  },
};

export const ADAPTIVE_PAPERS: readonly Claim[] = [
  firstSteps,
  adagrad,
  amsgrad,
  adamw,
  adai,
  twoLines,
];
