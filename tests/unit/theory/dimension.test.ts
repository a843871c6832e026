import seedrandom from 'seedrandom';
import { describe, expect, it } from 'vitest';
import {
  anyEscapeProbability,
  type DirectionPrior,
  directionsNeeded,
  repulsiveProbability,
} from '../../../src/theory/escape/dimension';
import { expectReference, expectRelative, expectWithin, referenceCases } from './reference';

/** The reference file describes the priors in words. */
function priorOf(params: Record<string, unknown>): DirectionPrior {
  const numberIn = (text: unknown) => Number(/([\d.]+)\)?$/.exec(String(text))?.[1]);
  const kind = (['exponential', 'uniform', 'half-normal'] as const).find((word) =>
    String(params.a).startsWith(word),
  );
  if (!kind) throw new Error(`unknown prior ${params.a}`);
  return { kind, curvature: numberIn(params.a), noise: numberIn(params.sigma2 ?? params.sigma) };
}

describe('reference values: dimension', () => {
  it.each(referenceCases('dimension').filter(({ quantity }) => quantity === 'P(a > lr sigma^2/2)'))(
    '$id',
    (one) => expectReference(repulsiveProbability(priorOf(one.params), one.params.lr), one),
  );
});

describe('anyEscapeProbability', () => {
  it('is one minus the product', () => {
    expectRelative(anyEscapeProbability([0.5, 0.2, 0.1]), 1 - 0.5 * 0.8 * 0.9, 1e-15);
    expect(anyEscapeProbability([0.3, 1])).toBe(1);
    expect(anyEscapeProbability([]) + 0).toBe(0);
  });

  it('keeps its digits when every probability is tiny', () =>
    expectRelative(anyEscapeProbability(new Array(1000).fill(1e-20)), 1e-17, 1e-12));
});

describe('repulsiveProbability', () => {
  it.each<DirectionPrior>([
    { kind: 'exponential', curvature: 0.7, noise: 3 },
    { kind: 'uniform', curvature: 0.7, noise: 1.1 },
    { kind: 'uniform', curvature: 0.7, noise: 3 },
    { kind: 'half-normal', curvature: 0.7, noise: 3 },
  ])('is the share of drawn directions: %j', (prior) => {
    const random = seedrandom(JSON.stringify(prior));
    const exponential = () => -Math.log(1 - random());
    const halfNormal = () =>
      Math.abs(Math.sqrt(2 * exponential()) * Math.cos(2 * Math.PI * random()));
    const { kind, curvature, noise } = prior;
    const learningRate = 0.6;
    const draws = 100_000;
    let count = 0;
    for (let i = 0; i < draws; i++) {
      const draw = kind === 'uniform' ? random : kind === 'exponential' ? exponential : halfNormal;
      const a = curvature * draw();
      const square = kind === 'exponential' ? noise * draw() : (noise * draw()) ** 2;
      if (a > (learningRate * square) / 2) count++;
    }
    const p = repulsiveProbability(prior, learningRate);
    expectWithin(count / draws, p, 5 * Math.sqrt((p * (1 - p)) / draws));
  });

  it('has the known value for half-normals', () =>
    expectRelative(
      repulsiveProbability({ kind: 'half-normal', curvature: 1, noise: 1 }, 1),
      0.7020669914186513,
      1e-13,
    ));

  it('keeps its digits for strong noise', () => {
    // By quadrature in 15 digits.
    const strong = repulsiveProbability({ kind: 'half-normal', curvature: 1, noise: 1e4 }, 2);
    expectRelative(strong, 6.56003896190065e-5, 1e-13);
  });

  it('is 1 without noise and continuous where the uniform form changes', () => {
    for (const kind of ['exponential', 'uniform', 'half-normal'] as const) {
      expect(repulsiveProbability({ kind, curvature: 1, noise: 0 }, 1)).toBe(1);
      expect(repulsiveProbability({ kind, curvature: 1, noise: 2 }, 0)).toBe(1);
    }
    const uniform = (noise: number) =>
      repulsiveProbability({ kind: 'uniform', curvature: 1, noise }, 2);
    expectWithin(uniform(1 + 1e-12), uniform(1 - 1e-12), 1e-11);
  });
});

describe('directionsNeeded', () => {
  it('is enough, and one less is not', () => {
    expect(directionsNeeded(0.1, 0.95)).toBe(29);
    for (const p of [1e-6, 0.003, 0.3, 0.9]) {
      const k = directionsNeeded(p, 0.95);
      expect(-Math.expm1(k * Math.log1p(-p))).toBeGreaterThanOrEqual(0.95);
      expect(-Math.expm1((k - 1) * Math.log1p(-p))).toBeLessThan(0.95);
    }
    expect(directionsNeeded(0.5, 0.75)).toBe(2);
  });

  it('knows the ends', () => {
    expect(directionsNeeded(0.2, 0)).toBe(0);
    expect(directionsNeeded(0, 0.5)).toBe(Number.POSITIVE_INFINITY);
    expect(directionsNeeded(0.2, 1)).toBe(Number.POSITIVE_INFINITY);
    expect(directionsNeeded(1, 1)).toBe(1);
  });
});
