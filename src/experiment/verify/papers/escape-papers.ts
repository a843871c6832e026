import { exp, square } from '../../../numerics/elementary';
import { parseSpec } from '../../../spec/schema';
import { exactEscape } from '../../../theory/escape/exact-escape';
import { MONITORING_SHIFT } from '../../../theory/escape/first-passage';
import type { Claim } from '../claim';
import { type Check, share } from '../measure';

/** Published passages: kicks in many dimensions, and barriers looked at in steps. */

const ball: Claim = {
  id: 'perturbed-descent',
  title: 'Kicks from a ball leave a saddle in many dimensions',
  source:
    'Jin, Ge, Netrapalli, Kakade and Jordan (2017), "How to escape saddle points efficiently"',
  says: 'Gradient descent that is kicked out of a ball of radius r leaves a strict saddle in d dimensions in a time that grows like the logarithm of d.',
  corrected:
    'Kicks of the variance r^2 / (d + 2) in each coordinate, that of the ball; the probability of leaving within a number of steps is exact.',
  post: 'qualified',
  parameters:
    'one slope of 0.1 and d - 1 of -1, learning rate 0.5, dt = 1, r = 0.1, over 1 within 80 steps; d = 4, 16 and 64',
  async measure(runner) {
    const checks: Check[] = [];
    for (const dimension of [4, 16, 64]) {
      const input = {
        loss: { a: [0.1, ...new Array(dimension - 1).fill(-1)] },
        noise: { sigma: 0, tau: 0 },
        optimizer: {
          kind: 'perturbed',
          learningRate: 0.5,
          perturbation: 0.1 / Math.sqrt(dimension + 2),
        },
        time: { dt: 1, steps: 80 },
        start: { kind: 'point', x: new Array(dimension).fill(0) },
        escape: { radius: 1 },
      };
      const { probability } = exactEscape(parseSpec(input));
      const outcome = await runner.run(input);
      checks.push(
        share(
          `escaped, d = ${dimension}`,
          probability ?? Number.NaN,
          outcome,
          (i) => outcome.escapeSteps[i] !== 0,
        ),
      );
    }
    return checks;
  },
};

/** P(|B_s| > radius for some s <= time) of Brownian motion from 0. */
function brownianExit(radius: number, time: number): number {
  let stays = 0;
  for (let k = 0; k < 200; k++) {
    const odd = 2 * k + 1;
    const term = exp((-square(odd * Math.PI) * time) / (8 * square(radius))) / odd;
    stays += (k % 2 === 0 ? 4 : -4) * (term / Math.PI);
  }
  return 1 - stays;
}

const barrier: Claim = {
  id: 'siegmund-correction',
  title: 'A barrier looked at in steps stands 0.5826 of a step farther out',
  source:
    'Siegmund (1979), "Corrected diffusion approximations in certain random walk problems"; Chernoff (1965)',
  says: 'A normal random walk passes a barrier as Brownian motion passes one that is farther away by -zeta(1/2) / sqrt(2 pi) = 0.5826 of the deviation of a step.',
  corrected: null,
  post: 'as-said',
  parameters: 'a = 0, sigma = 0, tau = 1, dt = 1, from 0 over 10 within 100 steps',
  async measure(runner) {
    const input = {
      loss: { a: [0] },
      noise: { sigma: 0, tau: 1 },
      time: { dt: 1, steps: 100 },
      start: { kind: 'point', x: [0] },
      escape: { radius: 10 },
    };
    const outcome = await runner.run(input);
    const corrected = brownianExit(10 + MONITORING_SHIFT, 100);
    const { probability } = exactEscape(parseSpec(input));
    const plain = brownianExit(10, 100).toFixed(4);
    return [
      share(
        `escaped (without the correction: ${plain})`,
        corrected,
        outcome,
        (i) => outcome.escapeSteps[i] !== 0,
        {
          size: Math.abs(corrected - (probability ?? Number.NaN)),
          reason: 'terms beyond the first of the correction',
        },
      ),
    ];
  },
};

export const ESCAPE_PAPERS: readonly Claim[] = [ball, barrier];
