import { atan } from '../../../numerics/angles';
import { exp, log1p, power, square } from '../../../numerics/elementary';
import { factorExponent, logFactorVariance } from '../../../theory/exponents/lyapunov';
import { erfc } from '../../../theory/numerics/special-functions';
import type { Claim } from '../claim';
import { all, type Check, logSize, mean, share } from '../measure';

/** Published statements about SGD whose steps are cut, bent, heated, pulled back or averaged. */

const signs: Claim = {
  id: 'sign-sgd-errors',
  title: 'Sign SGD is right as often as noise lets it be, and skewed noise turns it round',
  source:
    'Bernstein, Wang, Azizzadenesheli, Anandkumar (2018), "signSGD: compressed optimisation for non-convex problems"; Karimireddy, Rebjock, Stich, Jaggi (2019)',
  says: 'A step of sign SGD errs with a probability that depends on slope over noise; symmetric noise with one peak leaves it right more often than not. Skewed noise need not.',
  corrected: 'The mean step is h (1 - 2 P), P the probability of a wrong sign, which is exact.',
  post: 'qualified',
  parameters:
    'slope 0.25, noise of scale 1: Laplace, uniform, Cauchy, and coins with one head in ten; h = 0.125, 32 steps from 100',
  async measure(runner) {
    const [slope, rate, steps, start] = [0.25, 0.125, 32, 100];
    const checks: Check[] = [];
    for (const [what, noise, wrong] of [
      ['Laplace', { law: 'laplace' }, exp(-slope * Math.SQRT2) / 2],
      ['uniform', { law: 'uniform' }, (1 - slope / Math.sqrt(3)) / 2],
      ['Cauchy', { law: 'student-t', nu: 1 }, 0.5 - atan(slope) / Math.PI],
      // Tails are -1/3, which is more than the slope.
      ['coins', { law: 'unfair-coins', probability: 0.1 }, 0.9],
    ] as const) {
      const outcome = await runner.run({
        loss: { kind: 'relu-saddle', a: [slope] },
        noise: { sigma: 0, tau: 1, ...noise },
        optimizer: { kind: 'sign-sgd', learningRate: rate },
        time: { dt: 1, steps },
        start: { kind: 'point', x: [start] },
      });
      checks.push(
        mean(
          `mean step over h, ${what}`,
          1 - 2 * wrong,
          outcome,
          (i) => (outcome.x[i] - start) / (steps * rate),
          { deviation: 2 * Math.sqrt((wrong * (1 - wrong)) / steps) },
        ),
      );
    }
    return checks;
  },
};

const clipping: Claim = {
  id: 'clipping-heavy-tails',
  title: 'Clipped steps have a mean where the noise has none',
  source:
    'Zhang, Karimireddy, Veit, Kim, Reddi, Kumar, Sra (2020), "Why are adaptive methods good for attention models?"',
  says: 'Where noise has no variance SGD need not converge; slopes that are cut to the length c keep every step within h c.',
  corrected:
    'Under Cauchy noise of scale 1 about a slope a the mean of a clipped slope is (G(c + a) - G(c - a)) / pi, G(u) = u atan(u) - ln(1 + u^2) / 2; far out a path moves by h c a step.',
  post: 'qualified',
  parameters:
    'a = 0.5, c = 2, h = 0.125: 32 steps from 1,000 of a ridge under Cauchy noise; 16 steps from 100 of a saddle without noise',
  async measure(runner) {
    const [a, clip, rate, start] = [0.5, 2, 0.125, 1000];
    const optimizer = { kind: 'clipped-sgd', learningRate: rate, clip };
    const steps = 32;
    const outcome = await runner.run({
      loss: { kind: 'relu-saddle', a: [a] },
      noise: { law: 'student-t', nu: 1, sigma: 0, tau: 1 },
      optimizer,
      time: { dt: 1, steps },
      start: { kind: 'point', x: [start] },
    });
    const area = (u: number) => u * atan(u) - log1p(u * u) / 2;
    const theory = (area(clip + a) - area(clip - a)) / Math.PI;
    const far = await runner.runOnce({
      loss: { a: [a] },
      noise: { sigma: 0, tau: 0 },
      optimizer,
      time: { dt: 1, steps: 16 },
      start: { kind: 'point', x: [100] },
    });
    return [
      mean(
        'mean of a clipped slope',
        theory,
        outcome,
        (i) => (outcome.x[i] - start) / (steps * rate),
        { allowance: { size: 3e-5 / rate, reason: 'rounding of places near 1,000' } },
      ),
      all('x after 16 steps far out', 100 + 16 * rate * clip, far.x, {
        size: 1e-4,
        reason: 'rounding',
      }),
    ];
  },
};

const langevin: Claim = {
  id: 'langevin-bias',
  title: 'Langevin steps are too warm by 1 / (1 - h k / 2)',
  source:
    'Wibisono (2018), "Sampling as optimization in the space of measures: the Langevin dynamics as a composite optimization problem"',
  says: 'Unadjusted Langevin steps are biased: in a quadratic well of curvature k their law is normal of variance T / (k (1 - h k / 2)), where that of Gibbs has T / k.',
  corrected: null,
  post: 'as-said',
  parameters: 'k = 2, T = 0.5, h = 0.5 and 0.125, dt = 1, 200 steps from 0',
  async measure(runner) {
    const [curvature, temperature, steps] = [2, 0.5, 200];
    const checks: Check[] = [];
    for (const rate of [0.5, 0.125]) {
      const outcome = await runner.run({
        loss: { a: [-curvature] },
        noise: { sigma: 0, tau: 0 },
        optimizer: { kind: 'langevin', learningRate: rate, temperature },
        time: { dt: 1, steps },
        start: { kind: 'point', x: [0] },
      });
      const variance = temperature / (curvature * (1 - (rate * curvature) / 2));
      checks.push(
        mean(`mean of x^2, h = ${rate}`, variance, outcome, (i) => square(outcome.x[i]), {
          deviation: variance * Math.SQRT2,
          allowance: { size: 1e-6 * variance, reason: 'rounding' },
        }),
      );
    }
    return checks;
  },
};

const weightDecay: Claim = {
  id: 'weight-decay-shift',
  title: 'Weight decay takes lambda off every slope: a saddle with less is a minimum',
  source: 'Krogh, Hertz (1992), "A simple weight decay can improve generalization"',
  says: 'A decay of lambda acts as lambda x^2 / 2 beside the loss: it shifts every curvature by lambda.',
  corrected:
    'Noise sees nothing of it: ln |x| grows by E ln |1 + h (a - lambda + sigma xi)| a step.',
  post: 'qualified',
  parameters: 'a = 0.25, coins with sigma = 0.4, h = dt = 1, 100 steps; lambda = 0, 0.125 and 0.5',
  async measure(runner) {
    const steps = 100;
    const checks: Check[] = [];
    for (const decay of [0, 0.125, 0.5]) {
      const outcome = await runner.run({
        loss: { a: [0.25] },
        noise: { law: 'two-point', sigma: 0.4, tau: 0 },
        optimizer: { kind: 'sgd-weight-decay', learningRate: 1, weightDecay: decay },
        time: { dt: 1, steps },
      });
      const factor = { law: 'two-point', m: 1.25 - decay, v: 0.4, batchSize: 1 } as const;
      checks.push(
        mean(
          `growth a step, lambda = ${decay}`,
          factorExponent(factor),
          outcome,
          (i) => logSize(outcome.x[i]) / steps,
          { deviation: Math.sqrt(logFactorVariance(factor) / steps) },
        ),
      );
    }
    return checks;
  },
};

const sam: Claim = {
  id: 'sam-attracted',
  title: 'A saddle attracts SAM from within the length of its ascent',
  source: 'Kim, Park, Choi, Lee (2023), "Stability analysis of sharpness-aware minimization"',
  says: 'Saddle points can attract the steps of SAM, from which descent would escape.',
  corrected:
    'Along a concave direction the step is x + h a (x - r sign x): from |x| < r it leads back, and from beyond |x| - r grows by 1 + h a a step.',
  post: 'qualified',
  parameters:
    'a = 1, h = 0.125, r = 0.5: 40 steps from a normal law of deviation 0.5, and from 0.75',
  async measure(runner) {
    const [rate, ascent] = [0.125, 0.5];
    const run = (steps: number, start: object) => ({
      loss: { a: [1] },
      noise: { sigma: 0, tau: 0 },
      optimizer: { kind: 'sam', learningRate: rate, ascent },
      time: { dt: 1, steps },
      start,
    });
    const spread = await runner.run(run(40, { kind: 'gaussian', standardDeviation: [ascent] }));
    const beyond = await runner.runOnce(run(10, { kind: 'point', x: [0.75] }));
    return [
      share(
        'held within the ascent',
        1 - erfc(Math.SQRT1_2),
        spread,
        (i) => Math.abs(spread.x[i]) < ascent,
      ),
      all('x after 10 steps from beyond', ascent + 0.25 * power(1 + rate, 10), beyond.x, {
        size: 1e-5,
        reason: 'rounding',
      }),
    ];
  },
};

/** Variance of the mean of n places of x <- (1 - h_n) x + h_n eta, from 0. */
function averageVariance(rates: readonly number[]): number {
  let variance = 0;
  // What a unit of noise in each step adds to all later places, from the last step on.
  let later = 0;
  for (let n = rates.length - 1; n >= 0; n--) {
    variance += square(rates[n] * (1 + later));
    later = (1 - rates[n]) * (1 + later);
  }
  return variance / square(rates.length);
}

const polyak: Claim = {
  id: 'polyak-average',
  title: 'Averages of iterates come to the least variance there is',
  source:
    'Polyak, Juditsky (1992), "Acceleration of stochastic approximation by averaging"; Ruppert (1988)',
  says: 'With learning rates that fall more slowly than 1/n, sqrt(n) times the average of all iterates becomes normal, of variance tau^2 / a^2 whatever the rates.',
  corrected:
    'After n steps it is normal of a variance that is a finite sum; n times it is 1.03 after 400 steps of 1 / sqrt(n).',
  post: 'qualified',
  parameters: 'a = -1, tau = 1, learning rates 1 / sqrt(n) and 1/4, dt = 1, 400 steps from 0',
  async measure(runner) {
    const steps = 400;
    const checks: Check[] = [];
    for (const [what, optimizer, rateOf] of [
      [
        '1 / sqrt(n)',
        { learningRate: 1, schedule: 'power-decay', exponent: 0.5 },
        (n: number) => 1 / Math.sqrt(n),
      ],
      ['1/4', { learningRate: 0.25 }, () => 0.25],
    ] as const) {
      const outcome = await runner.run({
        loss: { a: [-1] },
        noise: { sigma: 0, tau: 1 },
        optimizer: { kind: 'averaged-sgd', ...optimizer },
        time: { dt: 1, steps },
        start: { kind: 'point', x: [0] },
      });
      const rates = Array.from({ length: steps }, (_, n) => rateOf(n + 1));
      const variance = steps * averageVariance(rates);
      checks.push(
        mean(
          `n times the mean of squared averages, rates ${what}`,
          variance,
          outcome,
          (i) => steps * square(outcome.x[i]),
          { deviation: variance * Math.SQRT2 },
        ),
      );
    }
    return checks;
  },
};

export const METHOD_PAPERS: readonly Claim[] = [
  signs,
  clipping,
  langevin,
  weightDecay,
  sam,
  polyak,
];
