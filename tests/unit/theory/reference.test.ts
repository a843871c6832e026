import { describe, expect, it } from 'vitest';
import { parseSpec } from '../../../src/spec/schema';
import {
  escapeProbability,
  hitOuterFirstProbability,
  meanExitTime,
} from '../../../src/theory/escape/first-passage';
import { lyapunovExponent } from '../../../src/theory/exponents/lyapunov';
import {
  LARGEST_TRAPPED_GAUSSIAN_STEP,
  learningRateWindow,
} from '../../../src/theory/exponents/thresholds';
import { absoluteCdf } from '../../../src/theory/laws/distribution';
import { chainMoments, diffusionMoments } from '../../../src/theory/laws/moments/closed-forms';
import { stationaryKind, stationaryLaw, stationaryMode } from '../../../src/theory/laws/stationary';
import { tailIndex } from '../../../src/theory/laws/tail-index';
import { geometricBrownianLaw } from '../../../src/theory/laws/transient';
import { normalCdf } from '../../../src/theory/numerics/special-functions';
import { sigmaThresholds, theoryOf } from '../../../src/theory/theory';
import { expectReference, lawOf, type ReferenceCase, referenceCases } from './reference';

/** Reference cases are raw steps, dt = 1. */
function specOf(one: ReferenceCase) {
  const { a, sigma = 0, tau = 0, rho = 0, lr, x0 = 1, batch = 1 } = one.params;
  return parseSpec({
    loss: { a: [a] },
    noise: { law: lawOf(one), sigma, tau, rho },
    optimizer: { learningRate: lr, batchSize: batch },
    time: { dt: 1 },
    start: { kind: 'point', x: [x0] },
  });
}

function law<T>(found: T | null): T {
  if (found === null) throw new Error('no law');
  return found;
}

const evaluators: Record<string, (one: ReferenceCase) => number> = {
  moments: ({ params: { a, sigma, tau, rho, lr, x0, n }, quantity }) => {
    const step = { m: 1 + lr * a, v: lr * sigma, w: lr * tau, rho };
    const found = chainMoments(step, { mean: x0, second: x0 * x0 }, n);
    return quantity === 'mean' ? found.mean : found.second;
  },
  lyapunov: (one) => lyapunovExponent(specOf(one), 0),
  threshold: (one) => {
    const { a, sigma } = one.params;
    if (one.quantity.startsWith('sigma_c')) return sigmaThresholds(specOf(one), 0).steps[0];
    if (one.quantity.startsWith('max')) return LARGEST_TRAPPED_GAUSSIAN_STEP;
    const window = law(learningRateWindow(lawOf(one), a, sigma));
    return one.quantity === 'lr_lo' ? window.low : window.high;
  },
  coin: (one) => absoluteCdf(law(theoryOf(specOf(one), one.params.n).law), 1),
  additive: (one) => {
    const { a, tau, lr, x0, n, R } = one.params;
    if (one.quantity.includes('infinity')) {
      const m = 1 + lr * a;
      return normalCdf((x0 * Math.sqrt((m - 1) * (m + 1))) / (lr * tau));
    }
    return absoluteCdf(law(theoryOf(specOf(one), n).law), R);
  },
  gbm: ({ params: { a, sigma, x0, T, r, R }, quantity }) => {
    const motion = { growth: a, sigma };
    if (quantity === 'P(|x_T|<=r)') return absoluteCdf(geometricBrownianLaw(a, sigma, x0, T), r);
    if (quantity === 'P(escape by T)') return escapeProbability(motion, x0, R, T);
    if (quantity === 'P(hit R before r)') return hitOuterFirstProbability(motion, x0, r, R);
    return meanExitTime(motion, x0, r, R);
  },
  sde_moments: ({ params: { a, sigma, tau, rho, x0, T } }) =>
    diffusionMoments({ growth: a, sigma, tau, rho }, x0, T).second,
  stationary: ({ params: { a, sigma, tau, rho, x, R }, quantity }) => {
    const diffusion = { growth: a, sigma, tau, rho };
    if (quantity === 'exists')
      return ['none', 'density', 'point'].indexOf(stationaryKind(diffusion));
    if (quantity === 'mode') return stationaryMode(diffusion);
    const found = law(stationaryLaw(diffusion));
    if (quantity === 'pdf(x)') return found.pdf(x) ?? Number.NaN;
    if (quantity === 'P(|x_inf|>R)') return 1 - absoluteCdf(found, R);
    return found.cdf(x);
  },
  kesten: (one) => {
    const { a, sigma, lr } = one.params;
    return tailIndex({ law: lawOf(one), m: 1 + lr * a, v: lr * sigma, batchSize: 1 }) ?? Number.NaN;
  },
};

describe.each(Object.keys(evaluators))('reference values: %s', (kind) => {
  it.each(referenceCases(kind))('$id $quantity', (one) => {
    const found = evaluators[kind](one);
    expect(Number.isNaN(found)).toBe(false);
    expectReference(found, one);
  });
});
