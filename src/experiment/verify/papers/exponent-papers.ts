import { exp, log, power, square } from '../../../numerics/elementary';
import { factorExponent, logFactorVariance } from '../../../theory/exponents/lyapunov';
import { momentumExponent } from '../../../theory/exponents/momentum';
import type { MomentumStep } from '../../../theory/exponents/momentum-step';
import { logGamma } from '../../../theory/numerics/special-functions';
import type { Claim } from '../claim';
import { type Check, type ClaimRunner, logSize, mean, type Outcome } from '../measure';

/** Published growth rates: local maxima that attract, and products of random matrices. */

/** Growth of ln |x| per step from x = 1, against that of the two values of a coin. */
function coinRate(what: string, m: number, v: number, outcome: Outcome, from = 1): Check {
  const { steps } = outcome.spec.time;
  const factor = { law: 'two-point', m, v, batchSize: 1 } as const;
  return mean(what, factorExponent(factor), outcome, (i) => logSize(outcome.x[i] / from) / steps, {
    deviation: Math.sqrt(logFactorVariance(factor) / steps),
  });
}

const localMaxima: Claim = {
  id: 'sgd-converges-to-maxima',
  title: 'SGD converges to a local maximum',
  source:
    'Ziyin, Li, Simon and Ueda (2021), "SGD with a constant large learning rate can converge to local maxima"',
  says: 'With the losses w^2/2 and -(1 + c) w^2/2, equally likely, SGD converges to the maximum w = 0 for c/(1 + c) < h < (c + sqrt(c^2 + 8c + 8)) / (2 (1 + c)): from 1/3 to 4/3 at c = 1/2.',
  corrected: null,
  post: 'as-said',
  parameters:
    'c = 1/2 (a = 0.25, sigma = 1.25, coins), dt = 1, 100 steps; h at both ends, inside and outside',
  async measure(runner) {
    const checks: Check[] = [];
    for (const [h, place] of [
      [0.3, 'below the window'],
      [1 / 3, 'at its lower end'],
      [0.8, 'inside'],
      [4 / 3, 'at its upper end'],
      [1.4, 'above'],
    ] as const) {
      const outcome = await runner.run({
        loss: { a: [0.25] },
        noise: { law: 'two-point', sigma: 1.25, tau: 0 },
        optimizer: { learningRate: h },
        time: { dt: 1, steps: 100 },
      });
      checks.push(coinRate(`growth a step, ${place}`, 1 + h / 4, 1.25 * h, outcome));
    }
    return checks;
  },
};

const collapse: Claim = {
  id: 'rank-one-collapse',
  title: 'Weights collapse to 0',
  source: 'Ziyin, Li, Galanti and Ueda (2023), "The probabilistic stability of SGD"',
  says: 'Two weights that multiply each other collapse to the saddle at 0 when the largest Lyapunov exponent there is negative, although the average loss pushes them away.',
  corrected: null,
  post: 'as-said',
  parameters:
    'two weights, a = 0.3, coins with sigma = 0.8 (escapes) and 1 (collapses), h = dt = 1, 60 steps from 0.001',
  async measure(runner) {
    const checks: Check[] = [];
    for (const sigma of [0.8, 1]) {
      const outcome = await runner.run({
        loss: { kind: 'linear-network', a: [0.3] },
        noise: { law: 'two-point', sigma, tau: 0 },
        time: { dt: 1, steps: 60 },
        start: { kind: 'point', x: [1e-12, 1e-12] },
      });
      checks.push(coinRate(`growth a step, sigma = ${sigma}`, 1.3, sigma, outcome, 1e-12));
    }
    return checks;
  },
};

/**
 * The recurrence y'' = (E - V) y' - y as a step of heavy ball: x = beta^(n/2) y has m + beta =
 * sqrt(beta) E and v = sqrt(beta) times the deviation of V.
 */
function recurrence(energy: number, deviation: number, law: 'gaussian' | 'two-point') {
  const beta = 0.9;
  const root = Math.sqrt(beta);
  const pull = energy === 2 ? -square(1 - root) : root * energy - beta - 1;
  const step: MomentumStep = {
    looksAhead: false,
    law,
    m: 1 + pull,
    pull,
    v: root * deviation,
    beta,
    batchSize: 1,
  };
  return { step, offset: log(beta) / 2 };
}

/** The growth of y a step over the second half of a run, as a share of `unit`. */
async function recurrenceGrowth(
  runner: ClaimRunner,
  what: string,
  { step, offset }: ReturnType<typeof recurrence>,
  {
    steps,
    unit,
    theory,
    allowed,
  }: { steps: number; unit: number; theory: number; allowed: number },
): Promise<Check> {
  const outcome = await runner.run({
    loss: { a: [step.m - 1] },
    noise: { law: step.law, sigma: step.v, tau: 0 },
    optimizer: { kind: 'heavy-ball', learningRate: 1, beta: step.beta },
    time: { dt: 1, steps },
  });
  const grown = (i: number) => (logSize(outcome.x[i]) - logSize(outcome.half[i])) / (steps / 2);
  return mean(what, theory, outcome, (i) => (grown(i) - offset) / unit, {
    allowance: { size: allowed, reason: 'noise that is not infinitely weak' },
  });
}

/** Growth rate of a random Fibonacci sequence: ln 1.13198824... */
const VISWANATH = 0.1239755988;

const fibonacci: Claim = {
  id: 'random-fibonacci',
  title: 'Random Fibonacci sequences grow by 1.13198824',
  source: 'Viswanath (2000), "Random Fibonacci sequences and the number 1.13198824..."',
  says: '|y_n| grows like 1.13198824^n where y_(n+1) = y_n +- y_(n-1), signs being fair coins.',
  corrected: null,
  post: 'as-said',
  parameters:
    'heavy ball with beta = 0.9, a = -1.9, sigma = sqrt(0.9), coins: x = beta^(n/2) y; steps 200 to 400',
  measure: async (runner) => [
    await recurrenceGrowth(runner, 'growth of ln |y| a step', recurrence(0, 1, 'two-point'), {
      steps: 400,
      unit: 1,
      theory: VISWANATH,
      allowed: 0,
    }),
  ],
};

/** Growth of the recurrence in units of a power of the noise, and what the limit leaves out. */
async function weakNoise(
  runner: ClaimRunner,
  what: string,
  energy: number,
  deviation: number,
  { unit, theory, steps }: { unit: number; theory: number; steps: number },
): Promise<Check> {
  const own = recurrence(energy, deviation, 'gaussian');
  const exact = (momentumExponent(own.step, 1e-9) - own.offset) / unit;
  return recurrenceGrowth(runner, what, own, {
    steps,
    unit,
    theory,
    allowed: Math.abs(exact - theory),
  });
}

const bandEdge: Claim = {
  id: 'anderson-band-edge',
  title: 'At the edge of a band growth is 0.2893 times the noise to the power 2/3',
  source:
    'Derrida and Gardner (1984), "Lyapounov exponent of the one dimensional Anderson model: weak disorder expansions"',
  says: 'y_(n+1) = (2 - V_n) y_n - y_(n-1) grows at the rate 6^(1/3) sqrt(pi) / (2 Gamma(1/6)) s^(2/3), V_n being of mean 0 and small deviation s.',
  corrected: null,
  post: 'as-said',
  parameters:
    'heavy ball with beta = 0.9 and a = -(1 - sqrt(beta))^2, s = 0.05; steps 500 to 1,000',
  measure: async (runner) => [
    await weakNoise(runner, 'growth a step over s^(2/3)', 2, 0.05, {
      unit: power(0.05, 2 / 3),
      theory: (power(6, 1 / 3) * Math.sqrt(Math.PI)) / (2 * exp(logGamma(1 / 6))),
      steps: 1000,
    }),
  ],
};

const bandCentre: Claim = {
  id: 'anderson-band-centre',
  title: 'At the centre of a band growth is 0.1142 s^2, and not s^2 / 8',
  source:
    'Kappus and Wegner (1981), "Anomaly in the band centre of the one-dimensional Anderson model"; Derrida and Gardner (1984)',
  says: 'y_(n+1) = -V_n y_n - y_(n-1) grows at the rate (Gamma(3/4) / Gamma(1/4))^2 s^2, where plain perturbation theory says s^2 / 8.',
  corrected: null,
  post: 'as-said',
  parameters: 'heavy ball with beta = 0.9 and a = -1.9, s = 0.3; steps 600 to 1,200',
  measure: async (runner) => [
    await weakNoise(runner, 'growth a step over s^2', 0, 0.3, {
      unit: 0.09,
      theory: exp(2 * (logGamma(0.75) - logGamma(0.25))),
      steps: 1200,
    }),
  ],
};

export const EXPONENT_PAPERS: readonly Claim[] = [
  localMaxima,
  collapse,
  fibonacci,
  bandEdge,
  bandCentre,
];
