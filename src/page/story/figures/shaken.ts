import type { Surface } from '../../../theory/surfaces/landscape';
import { number } from '../../shared/format';
import type { Mark } from '../../shared/svg';
import type { Figure } from '../figure';
import { fromPreset } from '../from-preset';
import { knownSurface } from '../known-surface';
import {
  contourMark,
  dotsMark,
  type Plane,
  placesMarks,
  planeArea,
  planeFrame,
  planeX,
  trailsMark,
} from '../views/plane-marks';

const WINDOW: Plane['window'] = { x: [-2, 4], y: [-3.6, 2.4] };
/** Height of the profile under the map, in pixels, and of the gap over it. */
const PROFILE = 96;
const GAP = 8;

/** The double well, moved at random before each step. */
export const shakenFigure: Figure = {
  title: 'A double well, shaken.',
  controls: [
    {
      kind: 'number',
      name: 'shake',
      label: 'shake s',
      min: 0,
      max: 2,
      step: 0.05,
      start: 1,
    },
  ],
  runs: ({ shake }) => [fromPreset('shaken-1', { 'noise.shake': shake })],
  wants: { dots: 1500, paths: 6, quantiles: true },
  seconds: 5,
  aspect: { wide: 0.72, narrow: 1.25 },
  draw({ values: { shake }, moment: { sides } }, size) {
    const [side] = sides;
    const plane = { window: WINDOW, area: planeArea(size, PROFILE + GAP) };
    const surface = knownSurface(side.spec);
    if (!surface) return planeFrame(plane, ['x', 'y']);
    const { atRest, averaged, points } = surface;
    return [
      ...(averaged ? [contourMark('double-well', atRest, plane, 9, 'contour at-rest')] : []),
      contourMark(`double-well ${shake}`, averaged ?? atRest, plane, 14),
      dotsMark(side.dots, plane),
      trailsMark(side, plane),
      ...placesMarks(points, plane),
      ...planeFrame(plane, ['x', 'y']),
      ...profileMarks(atRest, averaged, side.quantiles[2], plane),
    ];
  },
  sentence({ values: { shake }, moment: { sides } }) {
    const [{ spec, step, quantiles }] = sides;
    const minima = knownSurface(spec)?.points.filter(({ kind }) => kind === 'minimum') ?? [];
    const where = `After ${step} steps half of the particles are left of x = ${number(quantiles[2], 3)}`;
    const wells = minima.map(({ x }) => number(x, 3)).join(' and ');
    if (shake === 0) return `${where}. The surface has minima at x = ${wells}.`;
    return minima.length > 1
      ? `${where}. Averaged over the shake the surface still has two minima, at x = ${wells}.`
      : `${where}. Averaged over the shake the surface has one minimum, at x = ${wells}.`;
  },
};

/** The surface along y = 0, at rest and averaged, and where the median of the particles is. */
function profileMarks(
  atRest: Surface,
  averaged: Surface | null,
  median: number,
  plane: Plane,
): Mark[] {
  const { left, top, width, height } = plane.area;
  const low = top + height + 42 + GAP + PROFILE - 22;
  const shown = [atRest, ...(averaged ? [averaged] : [])].map((surface) => profileOf(surface));
  const marks = shown.map(
    (heights, i): Mark => ({
      name: 'path',
      attributes: {
        class: averaged && i === 0 ? 'profile at-rest' : 'profile',
        d: heights
          .map((value, k) => {
            if (value > 1) return '';
            const begins = k === 0 || heights[k - 1] > 1;
            const x = left + (k / (heights.length - 1)) * width;
            return `${begins ? 'M' : 'L'}${x.toFixed(1)} ${(low - value * (PROFILE - 32)).toFixed(1)}`;
          })
          .join(''),
      },
    }),
  );
  const [floor] = shown.slice(-1);
  const at = (median - plane.window.x[0]) / (plane.window.x[1] - plane.window.x[0]);
  if (at > 0 && at < 1)
    marks.push({
      name: 'circle',
      attributes: {
        class: 'median',
        cx: planeX(plane, median),
        cy: low - floor[Math.round(at * (floor.length - 1))] * (PROFILE - 32) - 6,
        r: 6,
      },
    });
  marks.push({
    name: 'text',
    attributes: { class: 'axis-name', x: left + 4, y: low + 13, 'text-anchor': 'start' },
    text: averaged ? 'along y = 0: at rest (dashed), averaged' : 'along y = 0',
  });
  return marks;
}

/** Heights along y = 0, from 0 at the lowest; what is over 1 is not drawn. */
function profileOf(surface: Surface): number[] {
  const [from, to] = WINDOW.x;
  const heights = Array.from({ length: 121 }, (_, i) =>
    surface.value(from + (i / 120) * (to - from), 0),
  );
  const lowest = Math.min(...heights);
  const top = Math.max(surface.value(0.588, 0), surface.value(-0.5, 0)) + 3 - lowest;
  return heights.map((height) => (height - lowest) / Math.max(top, 4));
}
