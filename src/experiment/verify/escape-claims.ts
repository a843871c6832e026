import { hypot, square } from '../../numerics/elementary';
import { parseSpec } from '../../spec/schema';
import { anyEscapeProbability } from '../../theory/escape/dimension';
import { chainEscapeProbability } from '../../theory/escape/escape-oracle';
import { lyapunovExponent } from '../../theory/exponents/lyapunov';
import { shrinkingExponent, shrinkingMean, shrinkingMoments } from '../../theory/laws/annealing';
import type { Claim } from './claim';
import { type Check, type ClaimRunner, logSize, mean, rateDeviation, share } from './measure';
import { heavyBallClaim, nesterovClaim } from './momentum-claims';
import { geometric, innerLaw } from './svrg-claims';

/** Claims about ways out of a saddle. */

const perturbed: Claim = {
  id: 'perturbed-sgd',
  title: 'More additive noise speeds things up',
  says: 'Perturbed SGD adds noise: no guarantee, but better odds to escape, and a faster passage.',
  corrected:
    'With tau > 0 any finite radius is left in the end, with or without it: it shortens the time. The threshold and the tail exponent do not change.',
  post: 'qualified',
  parameters:
    'a = 0.5, sigma = 1.2, tau = 0.5, learning rate 0.1, dt = 1, from 0.1 over 3 within 60 steps; perturbation 0, 0.5 and 2',
  async measure(runner) {
    const checks: Check[] = [];
    for (const perturbation of [0, 0.5, 2]) {
      const outcome = await runner.run({
        loss: { a: [0.5] },
        noise: { sigma: 1.2, tau: 0.5 },
        optimizer: { kind: 'perturbed', learningRate: 0.1, perturbation },
        time: { dt: 1, steps: 60 },
        start: { kind: 'point', x: [0.1] },
        escape: { radius: 3 },
      });
      const theory = chainEscapeProbability({
        law: 'gaussian',
        a: 0.5,
        sigma: 1.2,
        tau: hypot(0.5, perturbation),
        rho: 0,
        learningRate: 0.1,
        x0: 0.1,
        radius: 3,
        steps: 60,
      });
      checks.push(
        share(
          `escaped, perturbation ${perturbation}`,
          theory,
          outcome,
          (i) => outcome.escapeSteps[i] !== 0,
        ),
      );
    }
    return checks;
  },
};

/** Growth per unit of time of the steps themselves, tau = 0, where small steps say `small`. */
async function growthOf(runner: ClaimRunner, what: string, partial: object): Promise<Check> {
  const spec = parseSpec(partial);
  const outcome = await runner.run(partial);
  const { dt, steps } = spec.time;
  const rate = lyapunovExponent(spec, 0) / dt;
  return mean(what, rate, outcome, (i) => logSize(outcome.x[i]) / (steps * dt), {
    deviation: rateDeviation(spec),
  });
}

const batch: Claim = {
  id: 'batch-threshold',
  title: 'Large minibatches free it',
  says: 'Large minibatches greatly decrease the odds of being stuck, and the full batch never is.',
  corrected:
    'A sharp threshold, B = h sigma^2/(2a) for small steps; never stuck but when it starts at exactly 0.',
  post: 'qualified',
  parameters:
    'a = 1, sigma = 2, tau = 0, dt = 0.01, 1,000 steps; B = 1, 2 (the threshold), 3 and 10',
  async measure(runner) {
    const checks: Check[] = [];
    for (const batchSize of [1, 2, 3, 10])
      checks.push(
        await growthOf(
          runner,
          `rate at B = ${batchSize} (small steps: ${(1 - 2 / batchSize).toFixed(2)})`,
          {
            noise: { sigma: 2, tau: 0 },
            optimizer: { batchSize },
            time: { dt: 0.01, steps: 1000 },
          },
        ),
      );
    return checks;
  },
};

const learningRate: Claim = {
  id: 'learning-rate-threshold',
  title: 'A small learning rate frees it',
  says: 'Smaller steps decrease the attractive noise by sqrt(rho); it only increases the odds.',
  corrected:
    'By rho per step, by sqrt(rho) relative to a per unit of time; and it is a sharp threshold: h < 2a/sigma^2 for small steps, h < 2a/(sigma^2 - a^2) for whole steps of coins.',
  post: 'not-as-said',
  parameters:
    'coins, a = 0.5, sigma = 1.5, tau = 0, dt = 1, 150 steps; h = 0.9, 1 and 1.1 times the threshold 0.5',
  async measure(runner) {
    const checks: Check[] = [];
    for (const h of [0.45, 0.5, 0.55])
      checks.push(
        await growthOf(runner, `rate at h = ${h}`, {
          loss: { a: [0.5] },
          noise: { law: 'two-point', sigma: 1.5, tau: 0 },
          optimizer: { learningRate: h },
          time: { dt: 1, steps: 150 },
        }),
      );
    return checks;
  },
};

const annealing: Claim = {
  id: 'annealing',
  title: 'Annealing guarantees escape',
  says: 'Learning rates rho_0/n guarantee escape, eventually.',
  corrected:
    'For any sigma, but only like n^(a rho_0): from |x0| to R takes about (R/|x0|)^(1/(a rho_0)) steps.',
  post: 'qualified',
  parameters:
    'h = 0.5/n, a = 1: coins with sigma = 0.8, 1,000 steps; Gaussian, sigma = 2, 100 steps; and escape over 2 with h = 1/n',
  async measure(runner) {
    const optimizer = { schedule: 'inverse-time', learningRate: 0.5 };
    const tossed = await runner.run({
      noise: { law: 'two-point', sigma: 0.8, tau: 0 },
      optimizer,
      time: { dt: 1, steps: 1000 },
    });
    const factors = { law: 'two-point', growth: 0.5, spread: 0.4, batchSize: 1 } as const;
    const normal = await runner.run({
      noise: { sigma: 2, tau: 0 },
      optimizer,
      time: { dt: 1, steps: 100 },
    });
    const steps = { growth: 0.5, spread: 1, additive: 0, rho: 0 };
    const passing = await runner.run({
      noise: { sigma: 1.5, tau: 0.5, rho: 0.3 },
      optimizer: { schedule: 'inverse-time', learningRate: 1 },
      time: { dt: 1, steps: 12 },
      start: { kind: 'point', x: [0.2] },
      escape: { radius: 2 },
    });
    const theory = chainEscapeProbability({
      law: 'gaussian',
      a: 1,
      sigma: 1.5,
      tau: 0.5,
      rho: 0.3,
      learningRate: 1,
      x0: 0.2,
      radius: 2,
      steps: 12,
      decay: 1,
    });
    const { second } = shrinkingMoments({ ...steps, spread: 0.4 }, 1, 1000);
    let fourth = 1;
    for (let n = 1; n <= 1000; n++)
      fourth *= (square(square(1 + 0.9 / n)) + square(square(1 + 0.1 / n))) / 2;
    return [
      mean('mean of ln |x|, coins', shrinkingExponent(factors, 1000), tossed, (i) =>
        logSize(tossed.x[i]),
      ),
      mean('mean of x, Gaussian', shrinkingMean(steps, 1, 100), normal, (i) => normal.x[i], {
        deviation: Math.sqrt(
          shrinkingMoments(steps, 1, 100).second - square(shrinkingMean(steps, 1, 100)),
        ),
      }),
      mean('mean of x^2, coins', second, tossed, (i) => square(tossed.x[i]), {
        deviation: Math.sqrt(fourth - square(second)),
      }),
      share('escaped within 12 steps', theory, passing, (i) => passing.escapeSteps[i] !== 0, {
        size: 1e-5,
        reason: 'the error of the oracle',
      }),
    ];
  },
};

const relu: Claim = {
  id: 'relu',
  title: 'ReLUs have no attractive noise',
  says: 'Piecewise linear losses have no attractive noise near the ridge; the dynamics change dramatically.',
  corrected:
    "The step's noise stays away from 0 instead of growing with |x|, so that there is no threshold: a > 0 always escapes.",
  post: 'qualified',
  parameters:
    'learning rate 0.1, dt = 1, tau = 0.8, rho = 0.3, from 0.3; |x| > 2 within 30 steps at a = 0.5, sigma = 0.6, and within 200 at sigma = 5',
  async measure(runner) {
    const checks: Check[] = [];
    for (const [sigma, steps] of [
      [0.6, 30],
      [5, 200],
    ]) {
      const outcome = await runner.run({
        loss: { kind: 'relu-saddle', a: [0.5] },
        noise: { sigma, tau: 0.8, rho: 0.3 },
        optimizer: { learningRate: 0.1 },
        time: { dt: 1, steps },
        start: { kind: 'point', x: [0.3] },
        escape: { radius: 2 },
      });
      const theory = chainEscapeProbability({
        law: 'gaussian',
        ridge: true,
        a: 0.5,
        sigma,
        tau: 0.8,
        rho: 0.3,
        learningRate: 0.1,
        x0: 0.3,
        radius: 2,
        steps,
      });
      checks.push(
        share(`escaped, sigma = ${sigma}`, theory, outcome, (i) => outcome.escapeSteps[i] !== 0),
      );
    }
    return checks;
  },
};

const dimension: Claim = {
  id: 'dimension',
  title: 'One escaping direction is enough',
  says: 'Open question of the post: is strong noise less likely to trap in high dimensions?',
  corrected:
    'With independent noises the directions escape independently, P = 1 - prod(1 - p_i): dimension helps. Noise whose variance is the same multiple of the slope in all of them takes that away.',
  post: 'open',
  parameters:
    'a = (0.5, 0.2, -0.5), sigma = 1.2, tau = 0.5, learning rate 0.1, dt = 1, from 0.1 over 3 within 40 steps',
  async measure(runner) {
    const a = [0.5, 0.2, -0.5];
    const outcome = await runner.run({
      loss: { a },
      noise: { sigma: 1.2, tau: 0.5 },
      optimizer: { learningRate: 0.1 },
      time: { dt: 1, steps: 40 },
      start: { kind: 'point', x: [0.1, 0.1, 0.1] },
      escape: { radius: 3 },
    });
    const each = a.map((one) =>
      chainEscapeProbability({
        law: 'gaussian',
        a: one,
        sigma: 1.2,
        tau: 0.5,
        rho: 0,
        learningRate: 0.1,
        x0: 0.1,
        radius: 3,
        steps: 40,
      }),
    );
    return [
      share(
        'any direction escaped',
        anyEscapeProbability(each),
        outcome,
        (i) => outcome.escapeSteps[i] !== 0,
      ),
    ];
  },
};

export const ESCAPE_CLAIMS: readonly Claim[] = [
  perturbed,
  innerLaw,
  geometric,
  batch,
  learningRate,
  annealing,
  relu,
  heavyBallClaim,
  nesterovClaim,
  dimension,
];
