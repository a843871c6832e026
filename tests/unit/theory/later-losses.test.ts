import { describe, expect, it } from 'vitest';
import { buildKernel } from '../../../src/engine/cpu/kernel';
import { runParameters } from '../../../src/engine/run-parameters';
import { parseSpec } from '../../../src/spec/schema';
import type { Spec } from '../../../src/spec/spec';
import { lossValueOf } from '../../../src/theory/surfaces/loss-value';
import { surfaceOf } from '../../../src/theory/surfaces/spec-surface';
import { theoryOf } from '../../../src/theory/theory';

/** Losses whose twin, mean loss and surface are written apart from each other. */

const LOSSES: [name: string, spec: object, points: number[][]][] = [
  [
    'matrix factorisation',
    { loss: { kind: 'matrix-factorisation', a: [1.3] }, noise: { sigma: 0.5, tau: 0.2 } },
    [
      [0.3, -0.8],
      [2, 1],
    ],
  ],
  [
    'monkey saddle',
    { loss: { kind: 'monkey-saddle' }, noise: { shake: 0.7 } },
    [
      [0.3, -0.8],
      [-2, 1],
    ],
  ],
  ['quartic saddle', { loss: { kind: 'quartic-saddle', a: [-0.7] } }, [[0.3], [-1.5]]],
  [
    'quadratic form of two coordinates',
    { loss: { kind: 'quadratic-form', matrix: [0.5, -1, 0.25] } },
    [
      [0.3, -0.8],
      [-2, 1],
    ],
  ],
  [
    'quadratic form of four',
    { loss: { kind: 'quadratic-form', matrix: [0.5, -1, 0.25, 0.3, 0.2, -0.7, 1, 2, 3, 4] } },
    [
      [0.3, -0.8, 1, 2],
      [-2, 1, 0.5, -1],
    ],
  ],
  [
    'Rosenbrock valley',
    { loss: { kind: 'rosenbrock', stiffness: 7 } },
    [
      [0.3, -0.8],
      [-1.5, 1],
    ],
  ],
  [
    'octopus of two saddles',
    {
      loss: { kind: 'octopus', saddles: 2, wall: 1.3, ridge: 0.7, arm: 0.8 },
      noise: { sigma: 0.5 },
    },
    [
      [0.3, -0.8],
      [-1.2, 1.1],
      [1.4, -2],
      [3.5, 0.1],
    ],
  ],
  [
    'octopus of four',
    { loss: { kind: 'octopus', saddles: 4, wall: 2, ridge: 0.7, arm: 0.5 }, noise: { sigma: 0.5 } },
    [
      [2.1, -0.9, 0.1, 0.02],
      [1.9, 2.2, -0.7, 0.4],
      [1.9, 2.2, -2.1, 0.9],
    ],
  ],
];

function lossOf(spec: Spec) {
  const { loss } = buildKernel(spec, runParameters(spec), 'sfc32');
  loss.enter(0);
  return loss;
}

/** Minus dt times the slope of `value`, by differences of second order. */
function slopesOf(value: (x: number[]) => number, x: number[], dt: number): number[] {
  const step = 1e-5;
  return x.map((_, i) => {
    const at = (by: number) => value(x.map((own, k) => (k === i ? own + by : own)));
    return (-dt * (at(step) - at(-step))) / (2 * step);
  });
}

describe.each(LOSSES)('%s', (_, input, points) => {
  const spec = parseSpec({ ...input, time: { dt: 0.5 } });

  it('descends its mean loss', () => {
    const value = lossValueOf(spec)!;
    for (const x of points) {
      const slope = new Float64Array(x.length);
      lossOf(spec).meanDescent(Float64Array.from(x), slope);
      for (const [i, expected] of slopesOf(value, x, 0.5).entries())
        expect(Math.abs(slope[i] - expected)).toBeLessThan(1e-7 * (1 + Math.abs(expected)));
    }
  });

  it('has that mean over its noise, and the differences of two places', () => {
    // Four signs have the means and variances of the noise, and no skewness.
    const signs = [-1, 1].flatMap((xi) => [-1, 1].map((eta) => [xi, eta]));
    const loss = lossOf(spec);
    const [x, other] = points.map((point) => Float64Array.from(point));
    const [mean, one, two, difference] = [0, 1, 2, 3].map(() => new Float64Array(x.length));
    const sum = new Float64Array(x.length);
    loss.meanDescent(x, mean);
    for (const [xi, eta] of signs) {
      loss.descent(x, xi, eta, one);
      loss.descent(other, xi, eta, two);
      loss.descentDifference(x, other, xi, eta, difference);
      for (let i = 0; i < x.length; i++) {
        expect(difference[i]).toBeCloseTo(one[i] - two[i], 10);
        sum[i] += one[i] / 4;
      }
    }
    for (let i = 0; i < x.length; i++) expect(sum[i]).toBeCloseTo(mean[i], 10);
  });

  it('has a surface, where it has two coordinates, of the same loss', () => {
    const surface = surfaceOf(spec);
    expect(surface === null).toBe(points[0].length !== 2);
    for (const [x, y] of surface ? points : []) {
      expect(surface!.atRest.value(x, y)).toBeCloseTo(lossValueOf(spec)!([x, y]), 10);
      const [alongX, alongY] = surface!.atRest.gradient(x, y);
      const [first, second] = slopesOf(([a, b]) => surface!.atRest.value(a, b), [x, y], -1);
      expect(alongX).toBeCloseTo(first, 6);
      expect(alongY).toBeCloseTo(second, 6);
    }
  });
});

describe('theory of a matrix factorisation', () => {
  const theory = (kind: string, noise: object) =>
    theoryOf(parseSpec({ loss: { kind, a: [0.7] }, noise, time: { dt: 0.5 } }), 1);

  it('is that of a network of two weights without additive noise', () => {
    const { longRun, ...own } = theory('matrix-factorisation', { sigma: 2, tau: 0 });
    expect(theory('linear-network', { sigma: 2, tau: 0 })).toMatchObject(own);
    expect(own.verdict).not.toBe('unknown');
    expect(longRun).toContain('saddle');
  });

  it('is unknown with it', () => {
    expect(theory('matrix-factorisation', { sigma: 2, tau: 0.1 })).toMatchObject({
      verdict: 'unknown',
      lyapunovExponent: null,
      sdeGrowthRate: null,
    });
  });
});

describe('theory of a monkey saddle', () => {
  it('is critical at rest, and a limit where it is shaken', () => {
    const theory = (shake: number) =>
      theoryOf(parseSpec({ loss: { kind: 'monkey-saddle' }, noise: { shake } }), 1);
    expect(theory(0)).toMatchObject({ verdict: 'critical', lyapunovExponent: 0, sdeGrowthRate: 0 });
    expect(theory(0).longRun).toContain('flat to second order');
    expect(theory(1)).toMatchObject({ verdict: 'unknown', exponentBasis: 'limit' });
  });
});
