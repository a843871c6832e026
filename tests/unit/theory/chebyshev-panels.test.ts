import { describe, expect, it } from 'vitest';
import {
  evaluatePanels,
  fitPanels,
  panelAt,
  placeWithin,
  zeroOn,
} from '../../../src/theory/chebyshev-panels';
import { expectRelative, expectWithin } from './reference';

const wanted = { relative: 1e-13, absolute: 1e-15 };

describe('fitPanels', () => {
  it.each<[string, (x: number) => number, number[]]>([
    ['a polynomial of degree 15', (x) => x ** 15 - x, [-1, 1]],
    ['a narrow step', (x) => Math.tanh(100 * (x - 0.3)), [-2, 2]],
    ['a corner that stands among the edges', (x) => Math.abs(x - 0.1), [-1, 0.1, 1]],
    ['a pole nearby', (x) => 1 / (x * x + 1e-4), [-1, 1]],
  ])('reproduces %s', (_, f, edges) => {
    const panels = fitPanels(f, edges, wanted, () => 0);
    for (let i = 0; i <= 1000; i++) {
      const x = edges[0] + (i / 1000) * (edges[edges.length - 1] - edges[0]);
      expectWithin(evaluatePanels(panels, x), f(x), 1e-12 * Math.max(1, Math.abs(f(x))));
    }
  });

  it('stops at the finest width', () => {
    const { edges } = fitPanels(Math.sign, [-1, 1.5], wanted, () => 0.1);
    const widths = edges.slice(1).map((edge, i) => edge - edges[i]);
    expect(Math.min(...widths)).toBeGreaterThan(0.05);
  });

  it('stops at the spacing of numbers', () => {
    const { edges } = fitPanels(
      (x) => Math.sign(x - 1 / 3),
      [0, 1],
      wanted,
      () => 0,
    );
    expect(edges.length).toBeLessThan(100);
  });
});

describe('panels', () => {
  it('are found by place, the nearest one from outside', () => {
    const edges = [0, 1, 3, 4];
    expect([-1, 0, 0.5, 1, 2.9, 3, 4, 9].map((x) => panelAt(edges, x))).toEqual([0, 0, 0, 1, 1, 2, 2, 2]);
    expect(placeWithin(edges, 1, 2)).toBe(0);
    expect(placeWithin(edges, 0, -7)).toBe(-1);
  });

  it('are constant outside', () => {
    const panels = fitPanels(Math.exp, [0, 1], wanted, () => 0);
    expectRelative(evaluatePanels(panels, 5), Math.E, 1e-14);
    expect(evaluatePanels(zeroOn([0, 1]), 0.5)).toBe(0);
  });
});
