import { describe, expect, it } from 'vitest';
import {
  evaluatePanels,
  fitPanels,
  integratePanels,
  joinPanels,
  panelAt,
  panelPlaces,
  placeWithin,
  zeroOn,
} from '../../../src/theory/numerics/chebyshev-panels';
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
    expect([-1, 0, 0.5, 1, 2.9, 3, 4, 9].map((x) => panelAt(edges, x))).toEqual([
      0, 0, 0, 1, 1, 2, 2, 2,
    ]);
    expect(placeWithin(edges, 1, 2)).toBe(0);
    expect(placeWithin(edges, 0, -7)).toBe(-1);
  });

  it('are constant outside', () => {
    const panels = fitPanels(Math.exp, [0, 1], wanted, () => 0);
    expectRelative(evaluatePanels(panels, 5), Math.E, 1e-14);
    expect(evaluatePanels(zeroOn([0, 1]), 0.5)).toBe(0);
  });
});

describe('joinPanels', () => {
  const sharp = fitPanels(
    (x) => Math.tanh(50 * x) + x,
    [-1, 0.25, 2],
    wanted,
    () => 0,
  );
  const many = fitPanels(
    (x) => Math.exp(x),
    [-1, -0.6, -0.1, 0.25, 0.3, 1, 1.7, 2],
    wanted,
    () => 0,
  );

  it('takes away panels that are not needed, and only those', () => {
    const joined = joinPanels(many, { relative: 1e-12, absolute: 0 }, [-1, 0.25, 2]);
    expect(joined.edges).toEqual([-1, 0.25, 2]);
    for (let x = -1; x <= 2; x += 0.01)
      expectRelative(evaluatePanels(joined, x), Math.exp(x), 1e-11);
    expect(joinPanels(many, wanted, many.edges).edges).toEqual(many.edges);
  });

  it('keeps what is sharp', () => {
    const joined = joinPanels(sharp, wanted, []);
    expect(joined.edges.length).toBeLessThanOrEqual(sharp.edges.length);
    for (let x = -1; x <= 2; x += 0.003)
      expectWithin(evaluatePanels(joined, x), evaluatePanels(sharp, x), 1e-11);
  });

  it('looks between the places of the wider panel', () => {
    // Zero on the left, and on the right at all eight places that the wider panel takes its
    // polynomial from.
    const zeros = panelPlaces(-1, 1).filter((x) => x > 0);
    const wave = (x: number) => zeros.reduce((product, zero) => product * 4 * (x - zero), 1);
    const { coefficients } = fitPanels(wave, [0, 1], wanted, () => 2);
    const panels = {
      edges: [-1, 0, 1],
      coefficients: Float64Array.from([...zeroOn([0, 1]).coefficients, ...coefficients]),
    };
    expect(zeros.length).toBe(8);
    expect(joinPanels(panels, { relative: 1e-13, absolute: 1e-9 }, []).edges).toEqual([-1, 0, 1]);
  });
});

describe('integratePanels', () => {
  it('is the integral', () => {
    const panels = fitPanels(
      (x) => Math.cos(x) + x,
      [-1, 0.5, 3],
      wanted,
      () => 0,
    );
    expectRelative(integratePanels(panels), Math.sin(3) + Math.sin(1) + 4, 1e-13);
  });
});
