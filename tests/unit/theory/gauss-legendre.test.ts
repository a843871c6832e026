import { describe, expect, it } from 'vitest';
import {
  gaussLegendre,
  interpolationWeights,
  legendre,
  PANEL_ORDER,
} from '../../../src/theory/numerics/gauss-legendre';
import { expectWithin } from './reference';

describe('the rule', () => {
  it.each([1, 2, 9, 16, 33])('of %d nodes is exact to degree 2 count - 1', (count) => {
    const { node, weight } = gaussLegendre(count);
    for (let power = 0; power < 2 * count; power++) {
      const sum = node.reduce((total, x, i) => total + weight[i] * x ** power, 0);
      expectWithin(sum, power % 2 === 0 ? 2 / (power + 1) : 0, 1e-14);
    }
  });
});

describe('interpolation on a panel', () => {
  it('is exact for polynomials below its order, at its nodes too', () => {
    const { node } = gaussLegendre(PANEL_ORDER);
    const weights = new Float64Array(PANEL_ORDER);
    for (const at of [-1, -0.3, 0.77, 1, node[4]]) {
      interpolationWeights(at, weights);
      for (let degree = 0; degree < PANEL_ORDER; degree++) {
        const found = node.reduce((sum, x, i) => sum + weights[i] * legendre(degree, x).value, 0);
        expectWithin(found, legendre(degree, at).value, 1e-13);
      }
    }
    expect(weights.filter((weight) => weight !== 0).length).toBe(1);
  });
});
