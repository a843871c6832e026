import type { StationaryPoint } from '../../theory/surfaces/landscape';
import type { SpecSurface } from '../../theory/surfaces/spec-surface';
import type { PlaneSample } from './plane-sample';

/** How many particles are near a place of zero slope. */
export interface Share {
  point: StationaryPoint;
  /** Of all particles, 0 to 1. */
  share: number;
}

export interface Shares {
  /** A cell counts where its middle is at most this far from a place. */
  radius: number;
  near: Share[];
  /** In the window, near none of them. */
  elsewhere: number;
  outside: number;
}

/**
 * Radius within which a particle is called near: half the way between the two nearest places, so
 * that no particle is near two of them, and at most an eighth of the window. Rounded down to one
 * digit.
 */
export function nearness({ points, window }: Pick<SpecSurface, 'points' | 'window'>): number {
  let radius = Math.min(window.x[1] - window.x[0], window.y[1] - window.y[0]) / 8;
  for (const [i, one] of points.entries())
    for (const other of points.slice(0, i))
      radius = Math.min(radius, Math.hypot(one.x - other.x, one.y - other.y) / 2);
  const decade = 10 ** Math.floor(Math.log10(radius));
  return Number((Math.floor(radius / decade + 1e-9) * decade).toPrecision(2));
}

/** Shares of a count over the plane; they add up to 1. */
export function sharesOf(
  surface: Pick<SpecSurface, 'points' | 'window'>,
  plane: PlaneSample,
): Shares {
  const { window, counts, particles } = plane;
  const { bins } = window;
  const radius = nearness(surface);
  const near = surface.points.map((point) => ({ point, share: 0 }));
  const middle = ([low, high]: readonly [number, number], cell: number) =>
    low + ((high - low) * (cell + 0.5)) / bins;
  let inside = 0;
  for (let row = 0; row < bins; row++)
    for (let column = 0; column < bins; column++) {
      const count = counts[row * bins + column];
      if (count === 0) continue;
      inside += count;
      const x = middle(window.x, column);
      const y = middle(window.y, row);
      const place = near.find(({ point }) => Math.hypot(point.x - x, point.y - y) <= radius);
      if (place) place.share += count / particles;
    }
  const total = near.reduce((sum, { share }) => sum + share, 0);
  return {
    radius,
    near,
    elsewhere: Math.max(0, inside / particles - total),
    outside: counts[bins * bins] / particles,
  };
}
