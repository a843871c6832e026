import type { Surface } from '../../../theory/surfaces/landscape';
import type { SpecSurface } from '../../../theory/surfaces/spec-surface';
import { contourLines, evenLevels } from '../../landscape/contour-lines';
import { box, ticksBelow, ticksBeside } from '../../shared/axis';
import type { Area } from '../../shared/curve';
import { histogramScale } from '../../shared/scales';
import type { Mark } from '../../shared/svg';
import { NARROW, type Size } from '../figure';
import { knownSurface } from '../known-surface';
import type { ParticlePlaces, Side } from '../moment';

/** A part of the plane and where it is in the picture. */
export interface Plane {
  window: SpecSurface['window'];
  area: Area;
}

/** Where the plane stands in a picture of which `below` pixels are for something else. */
export function planeArea({ width, height }: Size, below = 0): Area {
  const left = width < NARROW ? 34 : 44;
  return { left, top: 8, width: width - left - 10, height: height - 8 - 42 - below };
}

export function planeX({ window, area }: Plane, x: number): number {
  return area.left + ((x - window.x[0]) / (window.x[1] - window.x[0])) * area.width;
}

export function planeY({ window, area }: Plane, y: number): number {
  return area.top + (1 - (y - window.y[0]) / (window.y[1] - window.y[0])) * area.height;
}

/** The place in the plane under a place of the picture; null outside. */
export function placeIn(
  { window, area }: Plane,
  { x, y }: { x: number; y: number },
): { x: number; y: number } | null {
  const across = (x - area.left) / area.width;
  const up = 1 - (y - area.top) / area.height;
  if (across < 0 || across > 1 || up < 0 || up > 1) return null;
  return {
    x: window.x[0] + across * (window.x[1] - window.x[0]),
    y: window.y[0] + up * (window.y[1] - window.y[0]),
  };
}

/** Axes around the plane and their names. */
export function planeFrame({ window, area }: Plane, names: readonly [string, string]): Mark[] {
  const scale = ([min, max]: readonly [number, number]) =>
    histogramScale({ axis: 'linear', min, max });
  const { left, top, width, height } = area;
  return [
    ...ticksBelow(scale(window.x).ticks(width), area, 20),
    ...ticksBeside(scale(window.y).ticks(height, true), area),
    box(area),
    ...names.map((text, i): Mark => {
      const place = i === 0 ? { x: left + width / 2, y: top + height + 38 } : { x: 8, y: top + 12 };
      return {
        name: 'text',
        attributes: { class: 'axis-name', ...place, 'text-anchor': i === 0 ? 'middle' : 'start' },
        text,
      };
    }),
  ];
}

/** Lines that were computed already, by the key of the surface, and the last path made of each. */
const known = new Map<string, { rings: number[][]; area: string; d: string }>();
const MOST_KNOWN = 64;

/**
 * Lines of equal height, as one path.
 * @param key  Names the surface and its numbers: lines of a key are computed once.
 */
export function contourMark(
  key: string,
  surface: Surface,
  { window, area }: Plane,
  lines: number,
  name = 'contour',
): Mark {
  const fullKey = `${key} ${lines} ${window.x} ${window.y}`;
  let found = known.get(fullKey);
  if (!found) {
    if (known.size >= MOST_KNOWN) known.clear();
    const rings = contourLines(surface, window, evenLevels(surface, window, lines));
    found = { rings, area: '', d: '' };
    known.set(fullKey, found);
  }
  const { left, top, width, height } = area;
  const place = `${left} ${top} ${width} ${height}`;
  if (found.area !== place) {
    found.area = place;
    found.d = found.rings.map((ring) => ringPath(ring, area)).join('');
  }
  return { name: 'path', attributes: { class: name, d: found.d } };
}

/** Points of a line that are drawn are at least so many pixels apart. */
const APART = 7;

const distanceOf = (one: { x: number; y: number }, other: { x: number; y: number }) =>
  Math.abs(one.x - other.x) + Math.abs(one.y - other.y);

/** A ring as it is inside of the area: rings are closed a little outside, along the edge. */
function ringPath(ring: number[], { left, top, width, height }: Area): string {
  const isIn = (at: number) => at > -1e-9 && at < 1 + 1e-9;
  let d = '';
  let last: { x: number; y: number } | null = null;
  for (let i = 0; i < ring.length; i += 2) {
    const at = { x: left + ring[i] * width, y: top + (1 - ring[i + 1]) * height };
    if (!isIn(ring[i]) || !isIn(ring[i + 1])) last = null;
    else if (!last || i === ring.length - 2 || distanceOf(at, last) >= APART) {
      d += `${last ? 'L' : 'M'}${at.x.toFixed(1)} ${at.y.toFixed(1)}`;
      last = at;
    }
  }
  return d;
}

/** ParticlePlaces as dots: a path of points with round ends. Those outside of the plane are left out. */
export function dotsMark({ x, y }: ParticlePlaces, plane: Plane, name = 'dots'): Mark {
  let d = '';
  for (let i = 0; i < x.length; i++) {
    const place = { x: planeX(plane, x[i]), y: planeY(plane, y?.[i] ?? 0) };
    if (isInside(plane.area, place)) d += `M${place.x.toFixed(1)} ${place.y.toFixed(1)}h0`;
  }
  return { name: 'path', attributes: { class: name, d } };
}

/** The ways of the first particles, as one path. */
export function trailsMark(side: Side, plane: Plane, name = 'trails', particles = 64): Mark {
  const { paths } = side;
  let d = '';
  const count = Math.min(particles, paths[0]?.x.length ?? 0);
  for (let i = 0; i < count; i++) {
    let last = '';
    for (const { x, y } of paths) {
      const place = { x: planeX(plane, x[i]), y: planeY(plane, y?.[i] ?? 0) };
      const words = isInside(plane.area, place)
        ? `${place.x.toFixed(1)} ${place.y.toFixed(1)}`
        : '';
      // A particle that stands still draws nothing.
      if (words && words !== last) d += `${last ? 'L' : 'M'}${words}`;
      last = words;
    }
  }
  return { name: 'path', attributes: { class: name, d } };
}

/** Every step of the first particles as a dot. */
export function stepsMark(side: Side, plane: Plane, particles: number, name = 'steps'): Mark {
  const dots = new Set<string>();
  for (const { x, y } of side.paths)
    for (let i = 0; i < Math.min(particles, x.length); i++) {
      const place = { x: planeX(plane, x[i]), y: planeY(plane, y?.[i] ?? 0) };
      if (isInside(plane.area, place)) dots.add(`M${place.x.toFixed(1)} ${place.y.toFixed(1)}h0`);
    }
  return { name: 'path', attributes: { class: name, d: [...dots].join('') } };
}

/** Minima as rings and saddles as crosses, with their names. */
export function placesMarks(points: SpecSurface['points'], plane: Plane): Mark[] {
  return points.flatMap(({ kind, x, y }): Mark[] => {
    const at = { x: planeX(plane, x), y: planeY(plane, y) };
    if (!isInside(plane.area, at)) return [];
    const drawn = (name: string): Mark =>
      kind === 'minimum'
        ? { name: 'circle', attributes: { class: name, cx: at.x, cy: at.y, r: 6 } }
        : {
            name: 'path',
            attributes: { class: name, d: `M${at.x - 5} ${at.y - 5}l10 10m0 -10l-10 10` },
          };
    const right = at.x + 80 < plane.area.left + plane.area.width;
    return [
      drawn('place-halo'),
      drawn(`place ${kind}`),
      {
        name: 'text',
        attributes: {
          class: 'place-name',
          x: at.x + (right ? 10 : -10),
          y: at.y - 8,
          'text-anchor': right ? 'start' : 'end',
        },
        text: kind,
      },
    ];
  });
}

function isInside({ left, top, width, height }: Area, { x, y }: { x: number; y: number }): boolean {
  return x >= left && x <= left + width && y >= top && y <= top + height;
}

/**
 * One descent on its surface, a mark for every step.
 * @param lines  Lines of equal height.
 */
export function descentMarks(side: Side, key: string, plane: Plane, lines: number): Mark[] {
  const frame = planeFrame(plane, ['x', 'y']);
  const surface = knownSurface(side.spec);
  if (!surface) return frame;
  return [
    contourMark(key, surface.atRest, plane, lines),
    trailsMark(side, plane),
    stepsMark(side, plane, 1),
    ...placesMarks(surface.points, plane),
    dotsMark(side.dots, plane, 'now'),
    ...frame,
  ];
}
