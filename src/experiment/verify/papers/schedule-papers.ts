import { cos } from '../../../numerics/angles';
import { log1p, power } from '../../../numerics/elementary';
import type { Claim } from '../claim';
import { all, type Check, logSize } from '../measure';

/** Published schedules of the learning rate, each by what it leaves of a growth rate. */

const STEPS = 96;
const RATE = 0.25;

/** Learning rate of step n, from 1 on, by its paper. */
const SCHEDULES: readonly [what: string, optimizer: object, rate: (n: number) => number][] = [
  ['h / n', { schedule: 'inverse-time' }, (n) => RATE / n],
  ['h / n^0.6', { schedule: 'power-decay', exponent: 0.6 }, (n) => RATE / power(n, 0.6)],
  [
    'cut to 1/4 every 20 steps',
    { schedule: 'step-decay', period: 20, factor: 0.25 },
    (n) => RATE * power(0.25, Math.floor((n - 1) / 20)),
  ],
  [
    'half a cosine of 80 steps',
    { schedule: 'cosine', horizon: 80 },
    (n) => (RATE * (1 + cos(Math.PI * Math.min(1, (n - 1) / 80)))) / 2,
  ],
  ['a warm-up of 40 steps', { schedule: 'warm-up', warmUp: 40 }, (n) => RATE * Math.min(1, n / 40)],
];

const schedules: Claim = {
  id: 'schedules',
  title: 'Learning rates fall and rise as their papers say',
  source:
    'Robbins, Monro (1951); He, Zhang, Ren, Sun (2016); Loshchilov, Hutter (2017), "SGDR: stochastic gradient descent with warm restarts"; Goyal et al. (2017), "Accurate, large minibatch SGD"',
  says: 'Rates h / n^p; a factor every so many steps; half a cosine; a linear warm-up to h.',
  corrected:
    'At a saddle descent multiplies x by 1 + a h_n in step n: ln x is the sum of ln (1 + a h_n).',
  post: 'qualified',
  parameters: 'a = 1, h = 0.25, no noise, 96 steps from 1, looked at after 48 and 96',
  async measure(runner) {
    const checks: Check[] = [];
    for (const [what, optimizer, rate] of SCHEDULES) {
      const { half, x } = await runner.runOnce({
        loss: { a: [1] },
        noise: { sigma: 0, tau: 0 },
        optimizer: { learningRate: RATE, ...optimizer },
        time: { dt: 1, steps: STEPS },
      });
      const after = (steps: number) => {
        let sum = 0;
        for (let n = 1; n <= steps; n++) sum += log1p(rate(n));
        return sum;
      };
      for (const [steps, places] of [
        [STEPS / 2, half],
        [STEPS, x],
      ] as const)
        checks.push(
          all(`ln x after ${steps} steps, ${what}`, after(steps), Array.from(places, logSize), {
            size: 1.2e-7 * 2 * steps,
            reason: 'rounding',
          }),
        );
    }
    return checks;
  },
};

export const SCHEDULE_PAPERS: readonly Claim[] = [schedules];
