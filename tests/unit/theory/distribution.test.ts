import { describe, expect, it } from 'vitest';
import { histogramEdges } from '../../../src/spec/histogram-edges';
import type { Axis } from '../../../src/spec/spec';
import { coinTreeLaw } from '../../../src/theory/laws/coin-laws';
import {
  absoluteCdf,
  absoluteCdfBefore,
  atomicLaw,
  binProbabilities,
  intervalProbability,
  type Law,
  pointMass,
} from '../../../src/theory/laws/distribution';
import { normalLaw } from '../../../src/theory/laws/normal-law';
import { stationaryLaw } from '../../../src/theory/laws/stationary';
import { logNormalLaw } from '../../../src/theory/laws/transient';
import { expectRelative, expectWithin } from './reference';

function stationary(growth: number, sigma: number, tau: number, rho: number): Law {
  const law = stationaryLaw({ growth, sigma, tau, rho });
  if (!law) throw new Error('no law');
  return law;
}

const laws: [string, Law][] = [
  ['Student', stationary(1, 2, 1, 0)],
  ['Pearson IV', stationary(-1, 2, 1, 0.9)],
  ['inverse gamma', stationary(1, 2, 1, 1)],
  ['normal', normalLaw(0.3, 1, 'transient', true)],
  [
    'two-sided log-normal',
    logNormalLaw({
      centre: 0,
      logMean: 1,
      logDeviation: 2,
      positive: 0.6,
      exact: false,
      title: '',
    }),
  ],
  ['coin tree', coinTreeLaw(1, 1.1, 1.4, 12)],
  ['point', pointMass(0.5, 'transient', true)],
];
const axes: [Axis, number, number][] = [
  ['linear', -10, 10],
  ['asinh', -100, 100],
  ['log-abs', 1e-6, 1e6],
];

describe.each(laws)('binProbabilities of the %s law', (_, law) => {
  it.each(axes)('sum to 1 and are what the distribution function says: %s', (axis, min, max) => {
    const edges = histogramEdges({ coordinate: 0, axis, min, max, bins: 512 });
    const { below, bins, above } = binProbabilities(law, edges, axis);
    expectWithin(
      bins.reduce((a, b) => a + b, below + above),
      1,
      1e-12,
    );
    const upTo = axis === 'log-abs' ? (x: number) => absoluteCdfBefore(law, x) : law.cdfBefore;
    expectWithin(below, upTo(edges[0]), 1e-14);
    expectWithin(above, 1 - upTo(edges[512]), 1e-14);
    bins.forEach((p, i) => {
      expectWithin(p, upTo(edges[i + 1]) - upTo(edges[i]), 1e-13);
      expect(p).toBeGreaterThanOrEqual(0);
    });
  });
});

describe('binProbabilities', () => {
  it('puts an atom on an edge into the bin that begins there', () => {
    const at = pointMass(2, 'transient', true);
    expect(binProbabilities(at, [1, 2, 3], 'linear')).toEqual({
      below: 0,
      bins: new Float64Array([0, 1]),
      above: 0,
    });
    expect(binProbabilities(pointMass(-2, 'transient', true), [1, 2, 3], 'log-abs').bins).toEqual(
      new Float64Array([0, 1]),
    );
    expect(binProbabilities(pointMass(-3, 'transient', true), [1, 2, 3], 'log-abs').above).toBe(1);
    expect(binProbabilities(pointMass(1, 'transient', true), [2, 3], 'linear').below).toBe(1);
  });

  it('keeps the digits of both tails', () => {
    const law = normalLaw(0, 1, 'transient', true);
    const { bins } = binProbabilities(law, [-11, -10, 0, 10, 11], 'linear');
    expectRelative(bins[0], 7.61985302416e-24 - 1.9106595744986e-28, 1e-11);
    expectRelative(bins[3], bins[0], 1e-14);
    const far = binProbabilities(law, [10, 11, 12], 'log-abs');
    expectRelative(far.bins[0], 2 * bins[0], 1e-14);
    expectRelative(far.above, 2 * 1.7764821120777e-33, 1e-11);
  });
});

describe('absoluteCdf', () => {
  it('counts atoms on both sides, closed and open', () => {
    const law = atomicLaw(
      {
        name: 'lattice',
        title: '',
        kind: 'transient',
        exact: true,
        parameters: {},
        mean: 0,
        variance: null,
        tailExponent: null,
      },
      [-2, 0, 2, 3],
      [0.125, 0.25, 0.5, 0.125],
    );
    expect([absoluteCdf(law, -1), absoluteCdf(law, 0), absoluteCdf(law, 2)]).toEqual([
      0, 0.25, 0.875,
    ]);
    expect([
      absoluteCdfBefore(law, 0),
      absoluteCdfBefore(law, 2),
      absoluteCdfBefore(law, 3),
    ]).toEqual([0, 0.25, 0.875]);
    expect([0, 0.125, 0.2, 0.375, 0.9, 1].map((p) => law.quantile(p))).toEqual([
      -2, -2, 0, 0, 3, 3,
    ]);
    expect(intervalProbability(law, 0, 2)).toBe(0.25);
    expect(law.cdf(Number.POSITIVE_INFINITY)).toBe(1);
    expect(law.cdf(Number.NEGATIVE_INFINITY)).toBe(0);
  });

  it.each(laws)('tends to 0 and 1: %s', (_, law) => {
    expectWithin(absoluteCdf(law, 1e300), 1, 1e-12 + (law.tailExponent === 0.5 ? 1e-140 : 0));
    expect(absoluteCdfBefore(law, 0)).toBe(0);
  });

  it.each(laws)('has quantiles that reject what is no probability: %s', (_, law) => {
    expect(law.quantile(-0.1)).toBeNaN();
    expect(law.quantile(1.5)).toBeNaN();
    expect(law.quantile(0)).toBeLessThanOrEqual(law.quantile(1));
  });
});
