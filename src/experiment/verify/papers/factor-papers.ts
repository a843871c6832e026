import { log, log1p, power } from '../../../numerics/elementary';
import { parseSpec } from '../../../spec/schema';
import { storedSetOf } from '../../../spec/stored-set';
import { lyapunovExponentGaussian } from '../../../theory/exponents/lyapunov';
import type { Claim } from '../claim';
import { all, type Check, logSize, mean } from '../measure';

/** Published statements about products of random factors: data, shuffling and log-normal steps. */

/**
 * Roots alpha of E |1 - h Z^2|^alpha = 1, Z standard normal, at two learning rates h: adaptive
 * quadrature and a bracketed root, apart from this program.
 */
const TAIL_INDICES = [
  [1, 1.0908264730661636],
  [1.5, 0.4774348086258556],
] as const;

const regression: Claim = {
  id: 'regression-tail-index',
  title: 'SGD on linear regression has heavy tails, heavier at larger learning rates',
  source: 'Gurbuzbalaban, Simsekli, Zhu (2021), "The heavy-tail phenomenon in SGD"',
  says: 'With normal inputs z a step multiplies x by 1 - h z^2. Where E ln |1 - h z^2| < 0 the stationary law has the tail index alpha with E |1 - h z^2|^alpha = 1, which falls with the learning rate: the variance is infinite without any heavy tail in the data.',
  corrected: null,
  post: 'as-said',
  parameters:
    'single samples, h = 1 (alpha = 1.0908) and 1.5 (alpha = 0.4774), one step; growth over 64',
  async measure(runner) {
    const checks: Check[] = [];
    for (const [rate, alpha] of TAIL_INDICES) {
      const run = (steps: number) =>
        runner.run({
          loss: { a: [-1] },
          noise: { law: 'chi-squared', sigma: Math.SQRT2, tau: 0 },
          optimizer: { learningRate: rate },
          time: { dt: 1, steps },
        });
      const one = await run(1);
      checks.push(
        mean(`mean of |factor|^alpha, h = ${rate}`, 1, one, (i) =>
          power(Math.abs(one.x[i]), alpha),
        ),
      );
      // 1 - h z^2 = (1 - sqrt(h) z) (1 + sqrt(h) z).
      const growth = 2 * lyapunovExponentGaussian(1, Math.sqrt(rate));
      const many = await run(64);
      checks.push(mean(`growth a step, h = ${rate}`, growth, many, (i) => logSize(many.x[i]) / 64));
    }
    return checks;
  },
};

const epochs: Claim = {
  id: 'epoch-product',
  title: 'An epoch without replacement has one product, whatever its order',
  source:
    'Recht, Re (2012), "Toward a noncommutative arithmetic-geometric mean inequality: conjectures, case-studies, and consequences"',
  says: 'Products of samples that are drawn without replacement are smaller in the mean than those with replacement.',
  corrected:
    'In one coordinate factors commute: each epoch multiplies by the same number, that of the geometric mean. With replacement ln |x| has the same mean and spreads by sqrt(n) times its deviation.',
  post: 'qualified',
  parameters: 'the example of 256 samples, a = 0.5, h = 0.25, dt = 1, one epoch from 1',
  async measure(runner) {
    const rate = 0.25;
    const run = (law: string) => ({
      loss: { a: [0.5] },
      noise: { law, tau: 0 },
      optimizer: { learningRate: rate },
      time: { dt: 1, steps: 256 },
    });
    const spec = parseSpec(run('samples'));
    const { xi, xiUnit } = storedSetOf(spec);
    const sigma = Number(spec.noise.sigma);
    const logs = Array.from(xi, (one) => logSize(1 + rate * (0.5 + sigma * one * xiUnit)));
    const sum = logs.reduce((total, one) => total + one, 0);
    const squares = logs.reduce((total, one) => total + one * one, 0);
    const shuffled = await runner.run(run('shuffled-samples'));
    const drawn = await runner.run(run('samples'));
    return [
      all('ln |x| after an epoch, shuffled', sum, Array.from(shuffled.x, logSize), {
        size: 1e-4,
        reason: 'rounding of 256 steps',
      }),
      mean('ln |x| after 256 draws', sum, drawn, (i) => logSize(drawn.x[i]), {
        deviation: Math.sqrt(squares - (sum * sum) / logs.length),
      }),
    ];
  },
};

const multiplicative: Claim = {
  id: 'multiplicative-processes',
  title: 'The typical path of a random product is not its mean',
  source:
    'Redner (1990), "Random multiplicative processes: an elementary tutorial"; Lee, Simchowitz, Jordan, Recht (2016), "Gradient descent only converges to minimizers"',
  says: 'The mean of a product of log-normal factors m exp(s z - s^2/2) grows like m^n, and its typical value like exp(n (ln m - s^2/2)): one can grow where the other vanishes.',
  corrected: null,
  post: 'as-said',
  parameters:
    'noise of a formula along the diagonal of the saddle -0.1 x y, m = 1.1, s = 0.5, 64 steps from (1, 1); without noise 40 steps from (1, 0), which the largest eigenvalue leads: x = (1.1^n + 0.9^n) / 2',
  async measure(runner) {
    const loss = { kind: 'quadratic-form', matrix: [0, 0.1, 0] };
    const steps = 64;
    const outcome = await runner.run({
      loss,
      noise: { law: 'formula', xi: 'exp(0.5*z1 - 0.125) - 1', eta: '0', sigma: 1.1, tau: 0 },
      time: { dt: 1, steps },
      start: { kind: 'point', x: [1, 1] },
    });
    const still = await runner.runOnce({
      loss,
      noise: { sigma: 0, tau: 0 },
      time: { dt: 1, steps: 40 },
      start: { kind: 'point', x: [1, 0] },
    });
    return [
      mean(
        'growth of ln |x| a step',
        log(1.1) - 0.125,
        outcome,
        (i) => logSize(outcome.x[i]) / steps,
        { deviation: 0.5 / Math.sqrt(steps) },
      ),
      all(
        'ln |x| without noise',
        40 * log(1.1) + log1p(power(0.9 / 1.1, 40)) - Math.LN2,
        Array.from(still.x, logSize),
        { size: 1e-5, reason: 'rounding' },
      ),
    ];
  },
};

export const FACTOR_PAPERS: readonly Claim[] = [regression, epochs, multiplicative];
