import { hypot, square } from '../../numerics/elementary';
import { parseSpec } from '../../spec/schema';
import { anyEscapeProbability } from '../../theory/escape/dimension';
import { chainEscapeProbability } from '../../theory/escape/escape-oracle';
import { lyapunovExponent } from '../../theory/exponents/lyapunov';
import { momentumExponent } from '../../theory/exponents/momentum';
import { landmarkLaw } from '../../theory/exponents/svrg';
import { landmarkRatioExponent } from '../../theory/exponents/svrg-epoch';
import { shrinkingExponent, shrinkingMean, shrinkingMoments } from '../../theory/laws/annealing';
import { momentsOf } from '../../theory/theory';
import type { Claim } from './claim';
import {
  type Check,
  type Laboratory,
  logSize,
  mean,
  rateDeviation,
  settledRun,
  share,
} from './measure';

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
  async measure(laboratory) {
    const checks: Check[] = [];
    for (const perturbation of [0, 0.5, 2]) {
      const outcome = await laboratory.run({
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

const innerLaw: Claim = {
  id: 'svrg-inner-law',
  title: 'SVRG: inverse gamma around the landmark',
  says: 'At the end of every inner loop x - x* is inverse gamma distributed, with a scale proportional to the distance of the landmark from the saddle.',
  corrected:
    'In the limit of long loops of small steps: x = x* + sgn(x*) IG(1 - kappa, kappa |x*|), kappa = 2a/(h sigma^2), always farther from the saddle than x*. The exact moments of a loop are tested too.',
  post: 'qualified',
  parameters:
    'kappa = 0.25 (a = 0.5, sigma = 2), landmark 1; and 20 whole steps of 0.1 at a = 1, sigma = 2',
  async measure(laboratory) {
    const [a, sigma] = [0.5, 2];
    // The noise vanishes at the landmark 1: both noises in one, tau = -sigma.
    const { time, allowance } = settledRun({ growth: a, sigma, tau: -sigma, rho: 1 });
    const long = await laboratory.run({
      loss: { a: [a] },
      noise: { sigma, tau: 1 },
      optimizer: { kind: 'svrg', epochLength: time.steps },
      time,
    });
    const law = landmarkLaw((2 * a) / (sigma * sigma), 1)!;
    const checks = [1.1, 1.5, 3].map((place) =>
      share(`x <= ${place}`, law.cdf(place), long, (i) => long.x[i] <= place, allowance),
    );
    const loop = {
      noise: { sigma: 2, tau: 1 },
      optimizer: { kind: 'svrg', epochLength: 20, learningRate: 0.1 },
      time: { dt: 1, steps: 20 },
    };
    const short = await laboratory.run(loop);
    const moments = momentsOf(parseSpec(loop), 20);
    const deviation = Math.sqrt(moments.second! - square(moments.mean!));
    checks.push(
      mean('mean of x/x* after 20 steps', moments.mean!, short, (i) => short.x[i], { deviation }),
    );
    return checks;
  },
};

const geometric: Claim = {
  id: 'svrg-geometric',
  title: 'SVRG escapes geometrically',
  says: 'SVRG guarantees escape: the distance grows geometrically from landmark to landmark.',
  corrected:
    'Pathwise where no factor 1 + h(a + xi) is negative, as with coins and h(sigma - a) < 1; else on average, at the rate E ln |G| per epoch; for long epochs with kappa = 2a/(h sigma^2) < 1 that is 3 to 12 times kappa.',
  post: 'qualified',
  parameters:
    'a = 1, sigma = 2, learning rate 0.1, dt = 1, epochs of 10 steps, 10 epochs; coins and Gaussian noise',
  async measure(laboratory) {
    const checks: Check[] = [];
    for (const law of ['two-point', 'gaussian'] as const) {
      const outcome = await laboratory.run({
        noise: { law, sigma: 2, tau: 1 },
        optimizer: { kind: 'svrg', epochLength: 10, learningRate: 0.1 },
        time: { dt: 1, steps: 100 },
      });
      const perEpoch = landmarkRatioExponent(
        { law, pull: 0.1, v: 0.2, batchSize: 1 },
        10,
        1e-9,
      ).value;
      checks.push(
        mean(`growth per epoch, ${law}`, perEpoch, outcome, (i) => logSize(outcome.x[i]) / 10),
      );
      if (law === 'two-point')
        checks.push(
          share('farther than at the start, coins', 1, outcome, (i) => Math.abs(outcome.x[i]) > 1),
        );
    }
    return checks;
  },
};

/** Growth per unit of time of the steps themselves, tau = 0, where small steps say `small`. */
async function growthOf(laboratory: Laboratory, what: string, partial: object): Promise<Check> {
  const spec = parseSpec(partial);
  const outcome = await laboratory.run(partial);
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
  async measure(laboratory) {
    const checks: Check[] = [];
    for (const batchSize of [1, 2, 3, 10])
      checks.push(
        await growthOf(
          laboratory,
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
  async measure(laboratory) {
    const checks: Check[] = [];
    for (const h of [0.45, 0.5, 0.55])
      checks.push(
        await growthOf(laboratory, `rate at h = ${h}`, {
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
  async measure(laboratory) {
    const optimizer = { schedule: 'inverse-time', learningRate: 0.5 };
    const tossed = await laboratory.run({
      noise: { law: 'two-point', sigma: 0.8, tau: 0 },
      optimizer,
      time: { dt: 1, steps: 1000 },
    });
    const factors = { law: 'two-point', growth: 0.5, spread: 0.4, batchSize: 1 } as const;
    const normal = await laboratory.run({
      noise: { sigma: 2, tau: 0 },
      optimizer,
      time: { dt: 1, steps: 100 },
    });
    const steps = { growth: 0.5, spread: 1, additive: 0, rho: 0 };
    const passing = await laboratory.run({
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
      schedule: 'inverse-time',
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
  async measure(laboratory) {
    const checks: Check[] = [];
    for (const [sigma, steps] of [
      [0.6, 30],
      [5, 200],
    ]) {
      const outcome = await laboratory.run({
        loss: { kind: 'relu-saddle', a: [0.5] },
        noise: { sigma, tau: 0.8, rho: 0.3 },
        optimizer: { learningRate: 0.1 },
        time: { dt: 1, steps },
        start: { kind: 'point', x: [0.3] },
        escape: { radius: 2 },
      });
      const theory = chainEscapeProbability({
        law: 'gaussian',
        loss: 'relu-saddle',
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

/**
 * Growth per step of momentum over the second half of a run, when its direction has forgotten the
 * start. Runs end long before the fastest of a million particles comes to where particles are
 * frozen: ln 1e30 = 69.
 */
async function momentumGrowth(
  laboratory: Laboratory,
  method: 'heavy-ball' | 'nesterov',
  {
    a,
    sigma,
    h,
    beta,
    steps,
  }: { a: number; sigma: number; h: number; beta: number; steps: number },
): Promise<Check> {
  const outcome = await laboratory.run({
    loss: { a: [a] },
    noise: { sigma, tau: 0 },
    optimizer: { kind: method, learningRate: h, beta },
    time: { dt: 1, steps },
  });
  const step = { method, law: 'gaussian', m: 1 + h * a, v: h * sigma, beta, batchSize: 1 } as const;
  const half = steps - Math.ceil(steps / 2);
  return mean(
    `rate per step at a = ${a}, sigma = ${sigma}, h = ${h}, beta = ${beta}`,
    momentumExponent(step, 1e-8),
    outcome,
    (i) => (logSize(outcome.x[i]) - logSize(outcome.half[i])) / half,
    { allowance: { size: 1e-6, reason: 'what the direction remembers of the start' } },
  );
}

const MOMENTUM_SAYS = 'Open question of the post: how does momentum affect the dynamics?';

const heavyBall: Claim = {
  id: 'heavy-ball',
  title: 'Heavy ball makes the saddle stickier',
  says: MOMENTUM_SAYS,
  corrected:
    'To leading order like a learning rate h/(1 - beta): the threshold falls to a = h sigma^2/(2(1 - beta)), so that a saddle that lets SGD go traps it; where it repels, it repels faster.',
  post: 'open',
  parameters:
    'dt = 1, tau = 0: the lines below; SGD alone escapes in the last two, whose threshold is 2.236 and 1.414',
  measure: async (laboratory) => [
    await momentumGrowth(laboratory, 'heavy-ball', {
      a: 1,
      sigma: 2,
      h: 0.1,
      beta: 0.9,
      steps: 150,
    }),
    await momentumGrowth(laboratory, 'heavy-ball', {
      a: 0.05,
      sigma: 1,
      h: 0.02,
      beta: 0.9,
      steps: 1200,
    }),
    await momentumGrowth(laboratory, 'heavy-ball', {
      a: 0.1,
      sigma: 1.2,
      h: 0.1,
      beta: 0.5,
      steps: 1200,
    }),
  ],
};

const nesterov: Claim = {
  id: 'nesterov',
  title: 'Nesterov too',
  says: MOMENTUM_SAYS,
  corrected: 'As the heavy ball to leading order; its own exponent and threshold differ a little.',
  post: 'open',
  parameters:
    'dt = 1, tau = 0: the lines below; SGD alone escapes in the last two, whose threshold is 2.236 and 1.414',
  measure: async (laboratory) => [
    await momentumGrowth(laboratory, 'nesterov', { a: 1, sigma: 2, h: 0.1, beta: 0.9, steps: 150 }),
    await momentumGrowth(laboratory, 'nesterov', {
      a: 0.05,
      sigma: 1,
      h: 0.02,
      beta: 0.9,
      steps: 1200,
    }),
    await momentumGrowth(laboratory, 'nesterov', {
      a: 0.1,
      sigma: 1.2,
      h: 0.1,
      beta: 0.5,
      steps: 1200,
    }),
  ],
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
  async measure(laboratory) {
    const a = [0.5, 0.2, -0.5];
    const outcome = await laboratory.run({
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
  heavyBall,
  nesterov,
  dimension,
];
