import { atan } from '../../../numerics/angles';
import { exp, log, log1p, power } from '../../../numerics/elementary';
import { parseSpec } from '../../../spec/schema';
import { exactEscape } from '../../../theory/escape/exact-escape';
import { erfc, normalCdf } from '../../../theory/numerics/special-functions';
import type { Claim } from '../claim';
import { all, type Check, mean, type Outcome, share } from '../measure';

/** Published statements about the noise that leaves: its direction, its size and its tail. */

/** E ln |Z| of a standard normal Z: -(ln 2 + Euler's constant) / 2. */
const LOG_NORMAL_MEAN = -(Math.LN2 + 0.5772156649015329) / 2;
const LOG_NORMAL_DEVIATION = Math.PI / Math.sqrt(8);

const correlated: Claim = {
  id: 'correlated-negative-curvature',
  title: 'Noise along the way out needs no added kicks',
  source:
    'Daneshmand, Kohler, Lucchi, Hofmann (2018), "Escaping saddles with stochastic gradients"',
  says: 'SGD leaves a saddle without added kicks where its noise has a component along the negative curvature, in a time that does not depend on the dimension; isotropic kicks of the same size have a share of 1/d there.',
  corrected:
    'x_n is normal of variance tau^2 (m^(2 n) - 1) / (m^2 - 1) with tau the noise of that coordinate: a share of 1/d of the variance costs ln d / (2 ln m) more steps.',
  post: 'qualified',
  parameters:
    'one slope of sqrt(2) - 1 and 15 of -1, learning rate 1, dt = 1, from 0; noise of variance 1e-4 in all; along the way out, where the other coordinates stay at 0 and are left out: 10 steps; isotropic: 10 and 14',
  async measure(runner) {
    const checks: Check[] = [];
    for (const [what, dimension, steps] of [
      ['along the way out', 1, 10],
      ['isotropic', 16, 10],
      ['isotropic, 4 steps later', 16, 14],
    ] as const) {
      const tau = 0.01 / Math.sqrt(dimension);
      const outcome = await runner.run({
        loss: { a: [Math.SQRT2 - 1, ...new Array(dimension - 1).fill(-1)] },
        noise: { sigma: 0, tau },
        time: { dt: 1, steps },
        start: { kind: 'point', x: new Array(dimension).fill(0) },
      });
      const spread = log(tau) + log(power(2, steps) - 1) / 2;
      checks.push(
        mean(
          `mean of ln |x|, noise ${what}`,
          spread + LOG_NORMAL_MEAN,
          outcome,
          (i) => log(Math.abs(outcome.x[i])),
          { deviation: LOG_NORMAL_DEVIATION },
        ),
      );
    }
    return checks;
  },
};

/**
 * P(left |x| <= sites h within some steps) of a walk on the multiples of h that goes up with the
 * probability `up(k)` from the place k h.
 */
function walkLeaves(sites: number, steps: number, up: (place: number) => number): number {
  let here = new Float64Array(2 * sites + 1);
  here[sites] = 1;
  for (let step = 0; step < steps; step++) {
    const next = new Float64Array(here.length);
    here.forEach((mass, i) => {
      const rise = up(i - sites);
      if (i + 1 < next.length) next[i + 1] += mass * rise;
      if (i > 0) next[i - 1] += mass * (1 - rise);
    });
    here = next;
  }
  return 1 - here.reduce((sum, mass) => sum + mass, 0);
}

/** Places of the walk of Adam below. */
const SITES = 12;

const adam: Claim = {
  id: 'adam-large-noise',
  title: 'Adam leaves a saddle later along a direction of large noise, and SGD sooner',
  source:
    'Xie, Wang, Zhang, Sato, Sugiyama (2022), "Adaptive inertia: disentangling the effects of adaptive learning rate and momentum"',
  says: 'The adaptive learning rate of Adam is small where the gradient noise is large, so that Adam passes saddles slowly along such dimensions.',
  corrected:
    'Adam takes no notice of a scale of the slope: only a / tau counts. Without averages its step is h up with the probability Phi(a x / tau), a walk whose escape is exact; from the saddle large noise takes its drift away, and leaves its diffusion.',
  post: 'qualified',
  parameters:
    'a = 1, tau = 0.5 and 2, from 0; Adam without averages (both beta 0), rate 1/8, over 1.5625 within 30 steps; SGD, rate 1/16, 16 steps; beta 0.9 and 0.999 at a = 1 and 2',
  async measure(runner) {
    const step = (optimizer: object, a: number, tau: number, steps: number) => ({
      loss: { a: [a] },
      noise: { sigma: 0, tau },
      optimizer,
      time: { dt: 1, steps },
      start: { kind: 'point', x: [0] },
      escape: { radius: (SITES + 0.5) / 8 },
    });
    const plain = { kind: 'adam', learningRate: 1 / 8, beta1: 0, beta2: 0, epsilon: 1e-12 };
    const checks: Check[] = [];
    for (const tau of [0.5, 2]) {
      const walk = await runner.run(step(plain, 1, tau, 30));
      const theory = walkLeaves(SITES, 30, (place) => normalCdf(place / 8 / tau));
      checks.push(share(`left, Adam, tau = ${tau}`, theory, walk, (i) => walk.escapeSteps[i] > 0));
      const descent = await runner.run(step({ kind: 'sgd', learningRate: 1 / 16 }, 1, tau, 16));
      const spread = (tau / 16) * Math.sqrt((power(17 / 16, 32) - 1) / (power(17 / 16, 2) - 1));
      checks.push(
        share(
          `beyond 1/2, SGD, tau = ${tau}`,
          erfc(0.5 / spread / Math.SQRT2),
          descent,
          (i) => Math.abs(descent.x[i]) > 0.5,
        ),
      );
    }
    const usual = (epsilon: number) => ({ kind: 'adam', learningRate: 1 / 8, epsilon });
    const once = await runner.runOnce(step(usual(1e-8), 1, 1, 80));
    const twice = await runner.runOnce(step(usual(2e-8), 2, 2, 80));
    checks.push(
      all(
        'x after 80 steps with averages, slope and noise doubled, less x without',
        0,
        twice.x.map((x, i) => x - once.x[i]),
        { size: 1e-4, reason: 'rounding, which the saddle magnifies' },
      ),
    );
    return checks;
  },
};

const heavy: Claim = {
  id: 'heavy-tails-leave',
  title: 'From a well heavy tails leave after a time like eps^-alpha',
  source:
    'Imkeller, Pavlyukevich (2006), "First exit times of SDEs driven by stable Levy processes"; Simsekli, Sagun, Gurbuzbalaban (2019), "A tail-index analysis of stochastic gradient noise in deep neural networks"',
  says: 'Alpha-stable noise of size eps leaves a well in one jump, after a time of order eps^-alpha that knows its width and not its depth; Gaussian noise takes exp(barrier / eps^2).',
  corrected:
    'With steps x <- x / 2 + eps xi from 0, the chain is left by a jump over R: P(left within n) is 1 - (1 - P(|eps xi| > R))^n to the first order in eps; Gaussian noise of deviation eps is exact.',
  post: 'qualified',
  parameters:
    'a = -1, learning rate 0.5, dt = 1, R = 1, 50 steps; Cauchy noise (alpha = 1) with eps = 1/16 and 1/32, normal with 1/4 and 1/8',
  async measure(runner) {
    const checks: Check[] = [];
    const left = async (noise: object, what: string, theory?: number) => {
      const input = {
        loss: { a: [-1] },
        noise: { sigma: 0, ...noise },
        optimizer: { learningRate: 0.5 },
        time: { dt: 1, steps: 50 },
        start: { kind: 'point', x: [0] },
        escape: { radius: 1 },
      };
      const { probability } = exactEscape(parseSpec(input));
      const outcome: Outcome = await runner.run(input);
      const exact = probability ?? Number.NaN;
      checks.push(
        share(
          `left, ${what}`,
          theory ?? exact,
          outcome,
          (i) => outcome.escapeSteps[i] > 0,
          theory === undefined
            ? undefined
            : { size: Math.abs(theory - exact), reason: 'later orders in eps' },
        ),
      );
    };
    for (const size of [16, 32]) {
      const jump = (2 / Math.PI) * atan(1 / size);
      await left(
        { law: 'alpha-stable', alpha: 1, tau: 2 / size },
        `alpha = 1, eps = 1/${size}`,
        1 - exp(50 * log1p(-jump)),
      );
    }
    for (const size of [4, 8]) await left({ tau: 2 / size }, `normal, eps = 1/${size}`);
    return checks;
  },
};

export const NOISE_PAPERS: readonly Claim[] = [correlated, adam, heavy];
