import { describe, expect, test } from 'vitest';
import '../../../src/theory/all-methods';
import { parseSpec } from '../../../src/spec/schema';
import type { Spec } from '../../../src/spec/spec';
import { exactEscape, OF_MAPS } from '../../../src/theory/escape/exact-escape';
import { momentsOf, sigmaThresholds, theoryOf } from '../../../src/theory/theory';

/** Theory of scales of noise that coordinates have for themselves. */

const A = [0.5, -1];
const SIGMA = [0, 1.5];
const TAU = [1, 0.5];
const RHO = [0, 0.6];

function specOf(noise: object, optimizer: object, kind: string, coordinate: number): Spec {
  return parseSpec({
    loss: { kind, a: A },
    noise,
    optimizer,
    time: { dt: 0.5, steps: 6 },
    start: { kind: 'point', x: [0.3, 0.4] },
    escape: { radius: 2 },
    histogram: { coordinate },
  });
}

/** The coordinate's own scales, for all. */
const ownOf = (i: number, noise: object) => ({
  sigma: SIGMA[i],
  tau: TAU[i],
  rho: RHO[i],
  ...noise,
});

describe('theory of listed noise', () => {
  test.each<[string, object, object]>([
    ['saddle', {}, {}],
    ['saddle', { law: 'laplace' }, {}],
    ['saddle', { law: 'two-point', rho: 0.5 }, {}],
    ['saddle', {}, { kind: 'perturbed', perturbation: 0.3 }],
    ['saddle', {}, { schedule: 'inverse-time' }],
    ['saddle', {}, { kind: 'heavy-ball', beta: 0.3 }],
    ['saddle', {}, { kind: 'svrg', epochLength: 2 }],
    ['relu-saddle', {}, {}],
    ['quartic-saddle', {}, {}],
    ['saddle', {}, { kind: 'adam' }],
  ])('of a coordinate is that of its own scales: %s %j %j', (kind, noise, optimizer) => {
    const listed = { sigma: SIGMA, tau: TAU, rho: RHO, ...noise };
    const stays: (number | null)[] = [];
    for (const i of A.keys()) {
      const spec = specOf(listed, optimizer, kind, i);
      const own = specOf(ownOf(i, noise), optimizer, kind, i);
      expect(JSON.stringify(theoryOf(spec, 5))).toBe(JSON.stringify(theoryOf(own, 5)));
      expect(momentsOf(spec, 5)).toEqual(momentsOf(own, 5));
      expect(sigmaThresholds(spec, i)).toEqual(sigmaThresholds(own, i));
      const alone = parseSpec({
        ...own,
        loss: { kind, a: [A[i]] },
        start: { kind: 'point', x: [[0.3, 0.4][i]] },
        histogram: {},
      });
      const { probability } = exactEscape(alone, OF_MAPS);
      stays.push(probability === null ? null : 1 - probability);
    }
    const { probability } = exactEscape(specOf(listed, optimizer, kind, 0), OF_MAPS);
    const [one, other] = stays;
    if (one === null || other === null) expect(probability).toBeNull();
    else expect(probability).toBeCloseTo(1 - one * other, 9);
  });
});
