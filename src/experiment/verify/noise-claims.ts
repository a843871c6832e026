import { log1p, square } from '../../numerics/elementary';
import { parseSpec } from '../../spec/schema';
import { lyapunovExponent } from '../../theory/exponents/lyapunov';
import { coinTreeLaw } from '../../theory/laws/coin-laws';
import { absoluteCdf } from '../../theory/laws/distribution';
import { stationaryLaw } from '../../theory/laws/stationary';
import { normalCdf } from '../../theory/numerics/special-functions';
import type { Claim } from './claim';
import {
  type Check,
  type ClaimRunner,
  logSize,
  mean,
  rateDeviation,
  settledRun,
  share,
} from './measure';

/** Claims about what noise does at a saddle. */

const coins: Claim = {
  id: 'coin-tree',
  title: 'Fair coins pull towards the saddle',
  says: 'Multiplied by 1 + sigma or 1 - sigma at the toss of a fair coin, most paths end nearer to the saddle.',
  corrected:
    '11 of 16 orders of four tosses for sigma < 0.839, all in the end for sigma < sqrt 2; the rate is ln(1 - sigma^2)/2, of which -sigma^2/2 is the first term, and the picture of many tosses shows sigma = 0.5, not 0.1.',
  post: 'qualified',
  parameters: 'a = 0, dt = 1; sigma = 0.1 after 4 and 1,000 tosses, sigma = 0.5 after 100',
  async measure(runner) {
    const checks: Check[] = [];
    for (const [sigma, tosses] of [
      [0.1, 4],
      [0.1, 1000],
      [0.5, 100],
    ]) {
      const outcome = await runner.run({
        loss: { a: [0] },
        noise: { law: 'two-point', sigma, tau: 0 },
        time: { dt: 1, steps: tosses },
      });
      const theory = absoluteCdf(coinTreeLaw(1, 1, sigma, tosses), 1);
      // Rounding of the factors stays far below the distance of two leaves.
      const nearer = (i: number) => Math.abs(outcome.x[i]) <= 1 + 1e-6 * tosses;
      checks.push(
        share(`nearer after ${tosses} tosses, sigma = ${sigma}`, theory, outcome, nearer),
      );
      if (tosses === 100) {
        const rate = 0.5 * log1p(-sigma * sigma);
        checks.push(
          mean('rate per toss', rate, outcome, (i) => logSize(outcome.x[i]) / tosses, {
            deviation: rateDeviation(outcome.spec),
          }),
        );
      }
    }
    return checks;
  },
};

const diffusion: Claim = {
  id: 'diffusion',
  title: 'Additive noise diffuses',
  says: 'Additive noise alone spreads x like N(x0, tau sqrt N).',
  corrected:
    'tau sqrt N is the standard deviation, the variance is tau^2 N; the sum has N terms, not N + 1.',
  post: 'qualified',
  parameters: 'a = sigma = 0, tau = 1, learning rate 0.1, dt = 1, x0 = 0.2, 100 steps',
  async measure(runner) {
    const outcome = await runner.run({
      loss: { a: [0] },
      noise: { sigma: 0, tau: 1 },
      optimizer: { learningRate: 0.1 },
      time: { dt: 1, steps: 100 },
      start: { kind: 'point', x: [0.2] },
    });
    return [
      mean('mean', 0.2, outcome, (i) => outcome.x[i], { deviation: 1 }),
      mean('variance', 1, outcome, (i) => square(outcome.x[i] - 0.2), { deviation: Math.SQRT2 }),
      share(
        '|x| <= 1',
        normalCdf(0.8) - normalCdf(-1.2),
        outcome,
        (i) => Math.abs(outcome.x[i]) <= 1,
      ),
    ];
  },
};

const growth: Claim = {
  id: 'growth-rate',
  title: 'The growth rate is a - sigma^2/2',
  says: 'ln |x| grows at the rate a - sigma^2/2: strong noise makes a saddle attractive, whatever tau is.',
  corrected:
    'In the limit of small steps; the steps themselves grow by E ln |1 + a dt + sigma sqrt(dt) Z|, which is what is tested.',
  post: 'qualified',
  parameters: 'tau = 0, dt = 0.01, 1,000 steps; a = 1 with sigma = 1, sqrt 2 and 2',
  async measure(runner) {
    const checks: Check[] = [];
    for (const sigma of [1, Math.SQRT2, 2]) {
      const partial = { noise: { sigma, tau: 0 }, time: { dt: 0.01, steps: 1000 } };
      const outcome = await runner.run(partial);
      const rate = lyapunovExponent(parseSpec(partial), 0) / 0.01;
      const small = (1 - (sigma * sigma) / 2).toFixed(2);
      checks.push(
        mean(
          `rate at sigma = ${sigma.toPrecision(3)} (small steps: ${small})`,
          rate,
          outcome,
          (i) => logSize(outcome.x[i]) / 10,
          { deviation: rateDeviation(outcome.spec) },
        ),
      );
    }
    return checks;
  },
};

/** Distribution function of the stationary law of small steps. */
async function stationary(
  runner: ClaimRunner,
  { a, sigma, tau, rho }: { a: number; sigma: number; tau: number; rho: number },
  places: readonly number[],
): Promise<Check[]> {
  const diffusion = { growth: a, sigma, tau, rho };
  const law = stationaryLaw(diffusion)!;
  const { time, allowance } = settledRun(diffusion);
  const outcome = await runner.run({ loss: { a: [a] }, noise: { sigma, tau, rho }, time });
  return places.map((place) =>
    share(`x <= ${place}`, law.cdf(place), outcome, (i) => outcome.x[i] <= place, allowance),
  );
}

const inverseGamma: Claim = {
  id: 'inverse-gamma',
  title: 'One noise for both: inverse gamma',
  says: 'When xi and eta are the same noise, -x - tau/sigma settles on an inverse gamma law with shape 1 - 2a/sigma^2.',
  corrected:
    'That holds for a tau/sigma > 0; in general x = -mu - sgn(a mu) IG with mu = rho tau/sigma, so that at tau = -2 all of x lies above 1. The mode is sigma tau/(a - sigma^2). A mean exists for a < 0, and is 0.',
  post: 'qualified',
  parameters: 'a = 1, sigma = 2, tau = -2, rho = 1',
  measure: (runner) => stationary(runner, { a: 1, sigma: 2, tau: -2, rho: 1 }, [1.3, 2, 4]),
};

const studentT: Claim = {
  id: 'student-t',
  title: 'Two independent noises: Student t',
  says: 'When xi and eta are independent, x settles on a log-normal mixture of Gaussians.',
  corrected:
    'That mixture is Student t with 1 - 2a/sigma^2 degrees of freedom and scale |tau|/sqrt(sigma^2 - 2a).',
  post: 'qualified',
  parameters: 'a = 1, sigma = 2, tau = 1, rho = 0',
  measure: (runner) => stationary(runner, { a: 1, sigma: 2, tau: 1, rho: 0 }, [0, 1, 5]),
};

const pearson: Claim = {
  id: 'pearson-iv',
  title: 'Anything between: Pearson IV',
  says: 'Noises of any correlation between those two: the post takes them to be the same without loss of generality.',
  corrected:
    'That loses every |rho| < 1: the law is Pearson IV, exponent 1 - a/sigma^2, skewed by rho.',
  post: 'not-as-said',
  parameters: 'a = 1, sigma = 2, tau = -1, rho = 0.95',
  measure: (runner) => stationary(runner, { a: 1, sigma: 2, tau: -1, rho: 0.95 }, [0.3, 1, 3]),
};

const rawSteps: Claim = {
  id: 'raw-steps',
  title: 'Whole steps are not small steps',
  says: 'SGD may be replaced by a stochastic differential equation.',
  corrected:
    "Only for small steps: at a = 1, sigma = 2 small steps trap at the rate -1 and whole Gaussian steps escape at +0.485. Gaussian noise can trap whole steps only for h a < 0.278, and there within a window of sigma; at a = sigma^2/2 itself, as in the middle of the post's pictures, there is no stationary law.",
  post: 'not-as-said',
  parameters:
    'dt = 1, tau = 0; a = 1 with sigma = 2 for 50 steps, a = 0.1 with sigma = 0.4, 1 and 1.5 for 200',
  async measure(runner) {
    const checks: Check[] = [];
    for (const [a, sigma, steps] of [
      [1, 2, 50],
      [0.1, 0.4, 200],
      [0.1, 1, 200],
      [0.1, 1.5, 200],
    ]) {
      const partial = { loss: { a: [a] }, noise: { sigma, tau: 0 }, time: { dt: 1, steps } };
      const outcome = await runner.run(partial);
      const rate = lyapunovExponent(parseSpec(partial), 0);
      checks.push(
        mean(
          `rate per step at a = ${a}, sigma = ${sigma}`,
          rate,
          outcome,
          (i) => logSize(outcome.x[i]) / steps,
          { deviation: rateDeviation(outcome.spec) },
        ),
      );
    }
    return checks;
  },
};

export const NOISE_CLAIMS: readonly Claim[] = [
  coins,
  diffusion,
  growth,
  inverseGamma,
  studentT,
  pearson,
  rawSteps,
];
