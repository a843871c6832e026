import { log, log1p } from '../../../numerics/elementary';
import type { Claim } from '../claim';
import { all, type Check, logSize, withoutChance } from '../measure';

/** Published surfaces and networks: a bent valley, a saddle with three ways down, twin units. */

const rosenbrock: Claim = {
  id: 'rosenbrock-valley',
  title: "Rosenbrock's valley is 2,508 times as steep across as along",
  source:
    'Rosenbrock (1960), "An automatic method for finding the greatest or least value of a function"',
  says: 'From (-1.2, 1), where the slope of 100 (y - x^2)^2 + (1 - x)^2 is (-215.6, -88), descent falls into a bent valley with the minimum (1, 1).',
  corrected:
    'The curvatures at (1, 1) are 501 +- sqrt(250,601): 1,001.6 across and 0.3994 along. Descent holds for learning rates below 2 / 1,001.6.',
  post: 'qualified',
  parameters:
    'one step of 0.001 from (-1.2, 1), by the loss and by its formula; one step of 0.0005 from both sides of (1, 1), 0.001 across the valley',
  async measure(runner) {
    const step = (loss: object, learningRate: number, x: readonly number[]) =>
      runner.runOnce({
        loss,
        noise: { sigma: 0, tau: 0 },
        optimizer: { kind: 'gd', learningRate },
        time: { dt: 1, steps: 1 },
        start: { kind: 'point', x },
      });
    const valley = { kind: 'rosenbrock', stiffness: 100 };
    const formula = { kind: 'formula', f: '(1 - x)^2 + 100*(y - x^2)^2', coordinates: 2 };
    const checks: Check[] = [];
    const rounding = { size: 1e-6, reason: 'rounding' };
    for (const [what, loss] of [
      ['the loss', valley],
      ['its formula', formula],
    ] as const) {
      const { x, y } = await step(loss, 0.001, [-1.2, 1]);
      checks.push(all(`x after a step, ${what}`, -1.2 + 0.2156, x, rounding));
      checks.push(all(`y after a step, ${what}`, 1 + 0.088, y, rounding));
    }
    // Along the eigenvector across the valley; what is quadratic in the way cancels.
    const steep = 501 + Math.sqrt(250_601);
    const [across, along] = [steep - 200, -400].map((one) => one / 800);
    const ends = [];
    for (const sign of [1, -1])
      ends.push(await step(valley, 0.0005, [1 + sign * 0.001 * across, 1 + sign * 0.001 * along]));
    checks.push(
      withoutChance(
        'way across that is left of 1',
        1 - 0.0005 * steep,
        (ends[0].x[0] - ends[1].x[0]) / (0.002 * across),
        { size: 3e-4, reason: 'rounding of places near 1' },
      ),
    );
    return checks;
  },
};

const monkey: Claim = {
  id: 'monkey-saddle',
  title: 'A monkey saddle is left in 1 / (3 h eps) steps',
  source:
    'Anandkumar, Ge (2016), "Efficient approaches for escaping higher order saddle points in non-convex optimization"',
  says: 'Where second derivatives vanish and third ones do not, descent from a distance eps takes a time of order 1 / eps.',
  corrected:
    'Down a valley of x^3 - 3 x y^2 the inverse of the way falls by 3 h a step: from -eps to -1 it takes (1 / eps - 1) / (3 h) + ln(1 / eps) steps.',
  post: 'qualified',
  parameters: 'learning rate 0.01, from -0.1 and -0.05 to -1',
  async measure(runner) {
    const rate = 0.01;
    const checks: Check[] = [];
    for (const start of [0.1, 0.05]) {
      const { escapeSteps } = await runner.runOnce({
        loss: { kind: 'monkey-saddle' },
        noise: { shake: 0 },
        optimizer: { kind: 'gd', learningRate: rate },
        time: { dt: 1, steps: 1024 },
        start: { kind: 'point', x: [-start, 0] },
        escape: { region: 'coordinate', coordinate: 0, low: -1, high: 1 },
      });
      const theory = (1 / start - 1) / (3 * rate) + log(1 / start);
      checks.push(
        withoutChance(`steps from -${start}`, theory, escapeSteps[0] || Number.NaN, {
          size: 1 + 3e-4 * theory,
          reason: 'whole steps, and their rounding',
        }),
      );
    }
    return checks;
  },
};

const twins: Claim = {
  id: 'tanh-twins',
  title: 'The origin of a network is a saddle, and units that start alike stay alike',
  source:
    'Fukumizu, Amari (2000), "Local minima and plateaus in hierarchical structures of multilayer perceptrons"; Baldi, Hornik (1989)',
  says: 'Networks have saddles where units vanish or coincide; units that coincide remain so under descent.',
  corrected:
    'At the origin a unit grows by 1 + h mean(input target) a step, along equal weights of input and output; minibatches change nothing for twins.',
  post: 'qualified',
  parameters:
    'standard inputs and targets of correlation 0.8: one unit from (0.0001, 0.0001), h = 0.25, 16 steps of descent; two units from weights of 0.1, minibatches of 4 out of 64, h = 0.2, 64 steps',
  async measure(runner) {
    const noise = { law: 'dataset', samples: 64, sigma: 1, tau: 1, rho: 0.8 };
    const single = await runner.runOnce({
      loss: { kind: 'tanh-network', units: 1 },
      noise,
      optimizer: { kind: 'gd', learningRate: 0.25 },
      time: { dt: 1, steps: 16 },
      start: { kind: 'point', x: [1e-4, 1e-4] },
    });
    const pair = await runner.runOnce({
      loss: { kind: 'tanh-network', units: 2 },
      noise,
      optimizer: { learningRate: 0.2, batchSize: 4 },
      time: { dt: 1, steps: 64 },
      start: { kind: 'point', x: [0.1, 0.1, 0.1, 0.1] },
    });
    return [
      all(
        'growth of ln w a step, one unit',
        log1p(0.25 * 0.8),
        Array.from(single.x, (w) => (logSize(w) - log(1e-4)) / 16),
        { size: 1e-5, reason: 'rounding, and weights that are not infinitely small' },
      ),
      all(
        'weight of one unit less that of its twin',
        0,
        pair.x.map((w, i) => w - pair.y[i]),
      ),
    ];
  },
};

export const SURFACE_PAPERS: readonly Claim[] = [rosenbrock, monkey, twins];
