import { expect, test } from 'vitest';
import '../../../src/theory/all-methods';
import { parseSpec } from '../../../src/spec/schema';
import { exactEscape } from '../../../src/theory/escape/exact-escape';
import { laplaceBatchSum, uniformBatchSum } from '../../../src/theory/noise/batch-sums';
import { STEP_DENSITIES } from '../../../src/theory/noise/density-laws';
import { logMomentOf, type NoiseDensity } from '../../../src/theory/noise/noise-density';
import { gaussLegendre } from '../../../src/theory/numerics/gauss-legendre';
import { theoryOf } from '../../../src/theory/theory';
import { expectAsSimulated } from '../../support/escapes';

const LAWS = [
  ['uniform', uniformBatchSum],
  ['laplace', laplaceBatchSum],
] as const;

const batchOf = (law: 'uniform' | 'laplace', batchSize: number) =>
  STEP_DENSITIES[law]({ batchSize }).density;

/** Density and upper tail of s z + r z' at x, over panels that end where either is not smooth. */
function summed(
  one: NoiseDensity,
  other: NoiseDensity,
  { s, r, x }: Record<'s' | 'r' | 'x', number>,
) {
  const { node, weight } = gaussLegendre(16);
  const cuts = [...other.edges];
  for (const edge of one.edges) cuts.push((x - s * edge) / r);
  const far = Math.min(25, other.high);
  const edges = cuts.filter((cut) => Math.abs(cut) <= far).sort((p, q) => p - q);
  let [density, above] = [0, 0];
  for (let i = 1; i < edges.length; i++)
    for (let j = 0; j < node.length; j++) {
      const half = (edges[i] - edges[i - 1]) / 2;
      const at = edges[i - 1] + half * (1 + node[j]);
      const mass = half * weight[j] * other.density(at);
      density += (mass * one.density((x - r * at) / s)) / s;
      above += mass * one.above((x - r * at) / s);
    }
  return { density, above };
}

test.each(
  LAWS.flatMap(([law]) => [2, 3, 4, 9, 24, 33].map((batchSize) => [law, batchSize] as const)),
)('a batch of %s has one sample more than a smaller one, B = %i', (law, batchSize) => {
  const batch = batchOf(law, batchSize);
  const smaller = batchOf(law, batchSize - 1);
  const shares = { s: Math.sqrt(1 - 1 / batchSize), r: Math.sqrt(1 / batchSize) };
  for (const x of [-2.2, 0, 0.3, 1.1, 2.4, 4]) {
    const { density, above } = summed(smaller, batchOf(law, 1), { ...shares, x });
    expect(Math.abs(batch.density(x) - density)).toBeLessThan(1e-11 * density + 1e-14);
    expect(Math.abs(batch.above(x) - above)).toBeLessThan(1e-11 * above + 1e-14);
  }
});

test.each(LAWS.map(([law]) => law))('moments of batches of %s', (law) => {
  const own = law === 'uniform' ? -1.2 : 3;
  for (const batchSize of [2, 7, 64]) {
    const batch = batchOf(law, batchSize);
    const moment = (k: number) => Math.exp(logMomentOf(batch, { m: 0, pull: -1, v: 1 }, k));
    expect(Math.abs(moment(2) - 1)).toBeLessThan(1e-11);
    // The excess of a mean is that of one sample, over their number.
    expect(Math.abs(moment(4) - 3 - own / batchSize)).toBeLessThan(1e-10);
  }
});

test.each(
  LAWS.flatMap(([law, sumOf]) =>
    [2, 3, 5, 6, 9, 10, 30].map((batchSize) => [law, batchSize, sumOf] as const),
  ),
)('sums of two batches of %s, B = %i', (law, batchSize, sumOf) => {
  const one = batchOf(law, batchSize);
  for (const r of [0, 1e-13, 0.02, 0.3, 0.62, 0.64, 1]) {
    const sum = sumOf(batchSize, r);
    for (const x of [-2.5, -0.4, 0, 0.07, 1.4, 3]) {
      const { density, above } =
        r < 1e-12
          ? { density: one.density(x), above: one.above(x) }
          : summed(one, one, { s: 1, r, x });
      expect(Math.abs(sum.density(x) - density)).toBeLessThan(1e-10);
      expect(Math.abs(sum.above(x) - above)).toBeLessThan(1e-10);
      expect(Math.abs(sum.below(x) + sum.above(x) - 1)).toBeLessThan(1e-10);
    }
  }
});

test.each([
  [{ law: 'uniform', rho: -0.8 }, 8],
  [{ law: 'laplace' }, 12],
] as const)('%j escapes as simulated with minibatches of %i', async (noise, batchSize) => {
  const spec = parseSpec({
    loss: { a: [0.3] },
    noise: { sigma: 0.9, tau: 0.6, ...noise },
    optimizer: { learningRate: 0.5, batchSize },
    time: { dt: 1, steps: 6 },
    start: { kind: 'point', x: [0.5] },
    escape: { radius: 1.3 },
    ensemble: { particles: 20_000, seed: 'batches' },
  });
  const escaped = exactEscape(spec);
  if (escaped.probability === null) throw new Error(escaped.reason);
  const { probability } = escaped;
  await expectAsSimulated(spec, probability);
});

test('batches of more samples than are known exactly have no theory', () => {
  const of = (law: string, batchSize: number) =>
    theoryOf(parseSpec({ noise: { law }, optimizer: { batchSize } }), 3);
  expect(of('uniform', 64).exponentBasis).toBe('exact');
  expect(of('uniform', 65)).toMatchObject({
    exponentBasis: 'unknown',
    reason: 'There is no theory for minibatches of the noise uniform of more than 64.',
  });
  expect(of('laplace', 4096).exponentBasis).toBe('exact');
});
