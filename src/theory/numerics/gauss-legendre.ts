import { cos } from '../../numerics/angles';

/**
 * Gauss's rule on [-1, 1], exact for polynomials of degree 2 count - 1, with rising nodes; errors
 * 1e-15. 1 <= count <= 100. Source: Abramowitz and Stegun (1964), 25.4.29; Newton's method. Held by
 * tests/unit/theory/gauss-legendre.test.ts.
 */
export function gaussLegendre(count: number): { node: Float64Array; weight: Float64Array } {
  const node = new Float64Array(count);
  const weight = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    let x = -cos((Math.PI * (i + 0.75)) / (count + 0.5));
    let slope = 1;
    for (let turn = 0; turn < 8; turn++) {
      const { value, before } = legendre(count, x);
      slope = (count * (x * value - before)) / (x * x - 1);
      x -= value / slope;
    }
    node[i] = x;
    weight[i] = 2 / ((1 - x * x) * slope * slope);
  }
  return { node, weight };
}

/** Legendre's polynomials of degrees `degree` and `degree` - 1 at x. */
export function legendre(degree: number, x: number): { value: number; before: number } {
  let before = 0;
  let value = 1;
  for (let k = 0; k < degree; k++)
    [before, value] = [value, ((2 * k + 1) * x * value - k * before) / (k + 1)];
  return { value, before };
}

/** Nodes of a panel, on which functions are kept by their values. */
export const PANEL_ORDER = 10;
const PANEL = /* @__PURE__ */ gaussLegendre(PANEL_ORDER);

/** Barycentric weights of the panel's nodes. */
const BARYCENTRIC = /* @__PURE__ */ PANEL.node.map((x, i) =>
  PANEL.node.reduce((product, other, j) => (j === i ? product : product / (2 * (x - other))), 1),
);

/**
 * Weights, written to `weights`, with which the values at a panel's nodes give the interpolating
 * polynomial's value at `at`, -1 <= at <= 1.
 */
export function interpolationWeights(at: number, weights: Float64Array): void {
  let sum = 0;
  for (let k = 0; k < PANEL_ORDER; k++) {
    const distance = at - PANEL.node[k];
    if (distance === 0) {
      weights.fill(0);
      weights[k] = 1;
      return;
    }
    weights[k] = BARYCENTRIC[k] / distance;
    sum += weights[k];
  }
  for (let k = 0; k < PANEL_ORDER; k++) weights[k] /= sum;
}
