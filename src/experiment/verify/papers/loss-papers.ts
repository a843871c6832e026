import { log, log1p, square } from '../../../numerics/elementary';
import type { Claim } from '../claim';
import { type Check, mean, type Outcome, withoutChance } from '../measure';

/** Published statements about losses that are no quadratic saddle. */

/** First passage of the first particle: all of them do the same. */
const firstPassage = ({ escapeSteps }: Outcome) => escapeSteps[0] || Number.NaN;

const degenerate: Claim = {
  id: 'degenerate-saddle',
  title: 'A saddle without curvature holds for a time of order 1 / eps^2',
  source:
    'Anandkumar, Ge (2016), "Efficient approaches for escaping higher order saddle points in non-convex optimization"',
  says: 'Where the second derivative vanishes, descent from a distance eps takes a power of 1 / eps to leave; at a strict saddle it takes ln(1 / eps).',
  corrected: null,
  post: 'as-said',
  parameters: 'f = -x^4/4 and f = -x^2/2, learning rate 0.01, from 0.2 and 0.1 to 1',
  async measure(runner) {
    const rate = 0.01;
    const checks: Check[] = [];
    for (const start of [0.2, 0.1]) {
      const leave = async (kind: string, steps: number) =>
        firstPassage(
          await runner.runOnce({
            loss: { kind, a: [1] },
            optimizer: { kind: 'gd', learningRate: rate },
            time: { dt: 1, steps },
            start: { kind: 'point', x: [start] },
            escape: { radius: 1 },
          }),
        );
      // x^-2 falls by 2 h - 3 h^2 x^2 + ... in each step.
      const [far, near] = [1, start].map((x) => 1 / square(x));
      const quartic = (near - far) / (2 * rate) + 0.75 * log(near / far);
      checks.push(
        withoutChance(
          `steps from ${start}, quartic`,
          quartic,
          await leave('quartic-saddle', 8192),
          {
            size: 1 + 3e-4 * quartic,
            reason: 'whole steps, and their rounding: 3e-8 of x where a step is 1e-4 of it',
          },
        ),
      );
      const strict = log(1 / start) / log1p(rate);
      checks.push(
        withoutChance(`steps from ${start}, strict`, strict, await leave('saddle', 512), {
          size: 1,
          reason: 'whole steps',
        }),
      );
    }
    return checks;
  },
};

/** Wall, ridge and arm of the octopus below. */
const OCTOPUS = { kind: 'octopus', saddles: 4, wall: 1, ridge: 1, arm: 1 };

const octopus: Claim = {
  id: 'octopus',
  title: 'A chain of saddles: each takes longer than the last, unless descent is perturbed',
  source:
    'Du, Jin, Lee, Jordan, Singh, Poczos (2017), "Gradient descent can take exponential time to escape saddle points"',
  says: 'Where saddles follow each other, the time that descent takes grows exponentially in their number; with isotropic kicks it does not.',
  corrected:
    'The time from saddle to saddle grows by the factor 1 - ln(1 - 2 h L) / ln(1 + 2 h gamma), which is 1 + L / gamma for small h; with kicks in every step it stays the same.',
  post: 'qualified',
  parameters:
    'four saddles, L = gamma = arm = 1; from 0.01 at learning rate 0.02, and at 0.05 with kicks of 0.05',
  async measure(runner) {
    const to = (optimizer: object, steps: readonly number[]) => (coordinate: number) => ({
      loss: OCTOPUS,
      noise: { sigma: 0, tau: 0 },
      optimizer,
      time: { dt: 1, steps: steps[coordinate] },
      escape: { region: 'coordinate', coordinate, low: -1, high: 1 },
    });
    const plain = to({ kind: 'gd', learningRate: 0.02 }, [192, 640, 1536, 4096]);
    const kicked = to(
      { kind: 'perturbed', learningRate: 0.05, perturbation: 0.05 },
      [192, 384, 512, 768],
    );
    const descents: number[] = [];
    const perturbed: Outcome[] = [];
    for (const coordinate of [0, 1, 2, 3]) {
      descents.push(firstPassage(await runner.runOnce(plain(coordinate))));
      perturbed.push(await runner.run(kicked(coordinate)));
    }
    const factor = 1 - log1p(-0.04) / log1p(0.04);
    const checks: Check[] = [];
    for (const k of [1, 2]) {
      const [before, after] = [descents[k] - descents[k - 1], descents[k + 1] - descents[k]];
      checks.push(
        withoutChance(`time from saddle ${k + 1} over the one before`, factor, after / before, {
          size: (2 * (1 + factor)) / before,
          reason: 'whole steps',
        }),
      );
      // The same kicks take a particle to each of them.
      const at = (i: number, saddle: number) => perturbed[saddle].escapeSteps[i] || Number.NaN;
      checks.push(
        mean(
          `steps longer than the one before, with kicks: saddle ${k + 1}`,
          0,
          perturbed[k],
          (i) => at(i, k + 1) - 2 * at(i, k) + at(i, k - 1),
          { allowance: { size: 1, reason: 'what is left of the start' } },
        ),
      );
    }
    return checks;
  },
};

const balance: Claim = {
  id: 'label-noise-balance',
  title: 'Noise of the labels makes factors equal',
  source:
    'Blanc, Gupta, Valiant, Valiant (2020), "Implicit regularization for deep neural networks driven by an Ornstein-Uhlenbeck like process"',
  says: 'On a curve of minima label noise leads to where it is flattest; a full gradient stays.',
  corrected:
    'At (w0 w1 - 1)^2 / 2 every step multiplies w0^2 - w1^2 by 1 - h^2 e^2, e the error of its sample: its logarithm falls by h^2 sigma^2 / (1 - h k / 2) a step, k = w0^2 + w1^2 the curvature.',
  post: 'qualified',
  parameters: 'from (2, 0.5), learning rate 0.005, sigma 2, 2,000 steps',
  async measure(runner) {
    const [rate, sigma, steps] = [0.005, 2, 2000];
    const run = (kind: string) => ({
      loss: { kind: 'matrix-factorisation', a: [1] },
      noise: { sigma, tau: 0 },
      optimizer: { kind, learningRate: rate },
      time: { dt: 1, steps },
      start: { kind: 'point', x: [2, 0.5] },
    });
    const still = await runner.runOnce(run('gd'));
    const noisy = await runner.run(run('sgd'));
    const growth = ({ x, y }: Outcome, i: number) =>
      log(Math.abs(x[i] * x[i] - y[i] * y[i]) / 3.75);
    // The curvature falls from 4.25 to no less than 2.
    const fall = steps * square(rate * sigma);
    const [least, most] = [2, 4.25].map((k) => fall / (1 - (rate * k) / 2));
    return [
      withoutChance('growth of ln |w0^2 - w1^2|, full gradient', 0, growth(still, 0), {
        size: 1e-6,
        reason: 'rounding at rest',
      }),
      mean('growth of ln |w0^2 - w1^2|', -(least + most) / 2, noisy, (i) => growth(noisy, i), {
        allowance: {
          size: (most - least) / 2 + 0.01 * fall,
          reason: 'the curvature on the way, and what w0 w1 is off by',
        },
      }),
    ];
  },
};

export const LOSS_PAPERS: readonly Claim[] = [degenerate, octopus, balance];
