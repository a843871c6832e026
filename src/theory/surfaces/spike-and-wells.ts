import { exp } from '../../numerics/elementary';
import type { Surface } from './landscape';

/** height exp(-((x - centre)^2 + ...) / (2 width^2)). */
export interface Bump {
  centre: [number, number];
  width: number;
  height: number;
}

/** A spike on a low hill, and three wells, the last the deepest. */
export const BUMPS: readonly Bump[] = [
  { centre: [-2.75, 2.5], width: 0.45, height: 3 },
  { centre: [-2.5, 2], width: 1.2, height: 0.35 },
  { centre: [-1.5, -0.5], width: 1, height: -0.6 },
  { centre: [0.5, 1.5], width: 0.9, height: -0.55 },
  { centre: [2.5, -1], width: 0.9, height: -1.05 },
];

/**
 * The spike and the wells averaged over normal shifts of standard deviation `shake` along x and y;
 * 0: as they are. Exact: each bump becomes another one, of width^2 + shake^2 in place of width^2,
 * its height multiplied by the ratio of the two. Between -1.06 and 3.3 for shake = 0, and nearly
 * flat beyond |x|, |y| > 4. Source: convolution of normal densities, drawn after the surface of the
 * post. Held by tests/unit/theory/spike-and-wells.test.ts against quadrature.
 */
export function smoothedSpikeAndWells(shake: number): Surface {
  const bumps = BUMPS.map(({ centre, width, height }) => {
    const square = width * width + shake * shake;
    return { centre, square, height: (height * width * width) / square };
  });
  return {
    value(x, y) {
      let sum = 0;
      for (const { centre, square, height } of bumps) {
        const dx = x - centre[0];
        const dy = y - centre[1];
        sum += height * exp(-(dx * dx + dy * dy) / (2 * square));
      }
      return sum;
    },
    gradient(x, y) {
      let alongX = 0;
      let alongY = 0;
      for (const { centre, square, height } of bumps) {
        const dx = x - centre[0];
        const dy = y - centre[1];
        const slope = (-height / square) * exp(-(dx * dx + dy * dy) / (2 * square));
        alongX += slope * dx;
        alongY += slope * dy;
      }
      return [alongX, alongY];
    },
  };
}

/**
 * The spike and the wells themselves. Its minima and saddles: `stationaryPoints(SPIKE_AND_WELLS,
 * -4, 4)`.
 */
export const SPIKE_AND_WELLS: Surface = /* @__PURE__ */ smoothedSpikeAndWells(0);
