import { square } from '../../../numerics/elementary';
import { shrinkingMoments } from '../../../theory/laws/annealing';
import { stationaryLaw } from '../../../theory/laws/stationary';
import type { Claim } from '../claim';
import { mean, settledRun, share } from '../measure';

/** Published laws: heavy tails, perpetuities, and normal laws of averages and momentum. */

const heavyTail: Claim = {
  id: 'multiplicative-heavy-tail',
  title: 'Multiplicative noise makes heavy tails',
  source:
    'Kesten (1973); Hodgkinson and Mahoney (2020), "Multiplicative noise and heavy tails in stochastic optimization"',
  says: 'The stationary law of x <- M x + w has P(|x| > r) ~ r^-alpha with E |M|^alpha = 1: alpha = 2 where E M^2 = 1, and a quarter of the particles at twice the distance.',
  corrected: null,
  post: 'as-said',
  parameters:
    'a = -1, learning rate 0.5, sigma = sqrt(3), tau = 1, dt = 1: M is normal with mean 1/2 and variance 3/4; 200 steps from 0',
  async measure(runner) {
    const outcome = await runner.run({
      loss: { a: [-1] },
      noise: { sigma: Math.sqrt(3), tau: 1 },
      optimizer: { learningRate: 0.5 },
      time: { dt: 1, steps: 200 },
      start: { kind: 'point', x: [0] },
    });
    const radius = 12;
    let near = 0;
    let far = 0;
    for (const x of outcome.x) {
      if (Math.abs(x) > radius) near++;
      if (Math.abs(x) > 2 * radius) far++;
    }
    return [
      {
        what: `share of those beyond ${radius} that are beyond ${2 * radius}`,
        theory: 0.25,
        measured: far / near,
        standardError: Math.sqrt(0.1875 / near),
        // The tail of Student's t with two degrees of freedom, which small steps have: 1 + O(share).
        allowance: (0.25 * 3 * near) / outcome.particles,
        allowanceReason: 'the next term of the tail',
      },
    ];
  },
};

const perpetuity: Claim = {
  id: 'perpetuity-inverse-gamma',
  title: 'Perpetuities are inverse gamma',
  source: 'Dufresne (1990), "The distribution of a perpetuity"',
  says: 'The integral of exp(2 (B_t - nu t)) over all times is 1 / (2 Gamma_nu): shifted and scaled, the stationary law of small steps whose two noises are the same.',
  corrected: null,
  post: 'as-said',
  parameters:
    'a = -0.5, sigma = 1, tau = 1, rho = 1, small steps until settled; quarters of the law',
  async measure(runner) {
    const diffusion = { growth: -0.5, sigma: 1, tau: 1, rho: 1 };
    const { time, allowance } = settledRun(diffusion);
    const outcome = await runner.run({
      loss: { a: [-0.5] },
      noise: { sigma: 1, tau: 1, rho: 1 },
      time,
      start: { kind: 'point', x: [0] },
    });
    const law = stationaryLaw(diffusion)!;
    return [0.25, 0.5, 0.75].map((p) => {
      const place = law.quantile(p);
      const what = `x <= ${Number(place.toPrecision(4))}`;
      return share(what, p, outcome, (i) => outcome.x[i] <= place, allowance);
    });
  },
};

const averages: Claim = {
  id: 'annealed-normal',
  title: 'Annealed steps are normal about a minimum',
  source: 'Fabian (1968), "On asymptotic normality in stochastic approximation"',
  says: 'With learning rates c/n, sqrt(n) x is normal in the end, of variance c^2 tau^2 / (2 c |a| - 1) for c |a| > 1/2.',
  corrected: null,
  post: 'as-said',
  parameters: 'a = -1, c = 2, sigma = 0, tau = 1, dt = 1, 500 steps from 0',
  async measure(runner) {
    const steps = 500;
    const outcome = await runner.run({
      loss: { a: [-1] },
      noise: { sigma: 0, tau: 1 },
      optimizer: { learningRate: 2, schedule: 'inverse-time' },
      time: { dt: 1, steps },
      start: { kind: 'point', x: [0] },
    });
    const variance = 4 / 3;
    const chain = { growth: -2, spread: 0, additive: 2, rho: 0 };
    const exact = steps * shrinkingMoments(chain, 0, steps).second;
    return [
      mean('mean of n x^2', variance, outcome, (i) => steps * square(outcome.x[i]), {
        deviation: variance * Math.SQRT2,
        allowance: {
          size: Math.abs(exact - variance),
          reason: 'steps that are not infinitely many',
        },
      }),
    ];
  },
};

const momentumVariance: Claim = {
  id: 'momentum-variance',
  title: 'Momentum about a minimum is AR(2)',
  source:
    'Yule (1927), "On a method of investigating periodicities in disturbed series"; Box and Jenkins (1970), 3.2.4',
  says: 'An autoregressive process of second order has the variance tau^2 (1 + b) / ((1 - b) k (2 (1 + b) - h k)) h, here with heavy ball of momentum b on a slope -k.',
  corrected: null,
  post: 'as-said',
  parameters:
    'heavy ball, a = -1, learning rate 0.5, sigma = 0, tau = 1, dt = 1, beta = 0.9, 400 steps from 0',
  async measure(runner) {
    const [h, b, k] = [0.5, 0.9, 1];
    const outcome = await runner.run({
      loss: { a: [-k] },
      noise: { sigma: 0, tau: 1 },
      optimizer: { kind: 'heavy-ball', learningRate: h, beta: b },
      time: { dt: 1, steps: 400 },
      start: { kind: 'point', x: [0] },
    });
    const variance = (h * (1 + b)) / ((1 - b) * k * (2 * (1 + b) - h * k));
    return [
      mean('mean of x^2', variance, outcome, (i) => square(outcome.x[i]), {
        deviation: variance * Math.SQRT2,
        allowance: { size: 1e-8 * variance, reason: 'a run that is not infinitely long' },
      }),
    ];
  },
};

export const LAW_PAPERS: readonly Claim[] = [heavyTail, perpetuity, averages, momentumVariance];
