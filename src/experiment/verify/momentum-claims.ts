import { momentumExponent } from '../../theory/exponents/momentum';
import type { Claim } from './claim';
import { type Check, type ClaimRunner, logSize, mean } from './measure';

/** Claims about methods that keep a share of their last step. */

const HEAVY_BALL = { kind: 'heavy-ball', looksAhead: false } as const;
const NESTEROV = { kind: 'nesterov', looksAhead: true } as const;

/**
 * Growth per step of momentum over the second half of a run, when its direction has forgotten the
 * start. Runs end long before the fastest of a million particles comes to where particles are
 * frozen: ln 1e30 = 69.
 */
async function momentumGrowth(
  runner: ClaimRunner,
  { kind, looksAhead }: typeof HEAVY_BALL | typeof NESTEROV,
  {
    a,
    sigma,
    h,
    beta,
    steps,
  }: { a: number; sigma: number; h: number; beta: number; steps: number },
): Promise<Check> {
  const outcome = await runner.run({
    loss: { a: [a] },
    noise: { sigma, tau: 0 },
    optimizer: { kind, learningRate: h, beta },
    time: { dt: 1, steps },
  });
  const step = {
    looksAhead,
    law: 'gaussian',
    m: 1 + h * a,
    v: h * sigma,
    beta,
    batchSize: 1,
  } as const;
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

export const heavyBallClaim: Claim = {
  id: 'heavy-ball',
  title: 'Heavy ball makes the saddle stickier',
  says: MOMENTUM_SAYS,
  corrected:
    'To leading order like a learning rate h/(1 - beta): the threshold falls to a = h sigma^2/(2(1 - beta)), so that a saddle that lets SGD go traps it; where it repels, it repels faster.',
  post: 'open',
  parameters:
    'dt = 1, tau = 0: the lines below; SGD alone escapes in the last two, whose threshold is 2.236 and 1.414',
  measure: async (runner) => [
    await momentumGrowth(runner, HEAVY_BALL, {
      a: 1,
      sigma: 2,
      h: 0.1,
      beta: 0.9,
      steps: 150,
    }),
    await momentumGrowth(runner, HEAVY_BALL, {
      a: 0.05,
      sigma: 1,
      h: 0.02,
      beta: 0.9,
      steps: 1200,
    }),
    await momentumGrowth(runner, HEAVY_BALL, {
      a: 0.1,
      sigma: 1.2,
      h: 0.1,
      beta: 0.5,
      steps: 1200,
    }),
  ],
};

export const nesterovClaim: Claim = {
  id: 'nesterov',
  title: 'Nesterov too',
  says: MOMENTUM_SAYS,
  corrected: 'As the heavy ball to leading order; its own exponent and threshold differ a little.',
  post: 'open',
  parameters:
    'dt = 1, tau = 0: the lines below; SGD alone escapes in the last two, whose threshold is 2.236 and 1.414',
  measure: async (runner) => [
    await momentumGrowth(runner, NESTEROV, { a: 1, sigma: 2, h: 0.1, beta: 0.9, steps: 150 }),
    await momentumGrowth(runner, NESTEROV, {
      a: 0.05,
      sigma: 1,
      h: 0.02,
      beta: 0.9,
      steps: 1200,
    }),
    await momentumGrowth(runner, NESTEROV, {
      a: 0.1,
      sigma: 1.2,
      h: 0.1,
      beta: 0.5,
      steps: 1200,
    }),
  ],
};
