import { hypot } from '../../../numerics/elementary';
import { number, whole } from '../../shared/format';
import type { Figure, Size } from '../figure';
import { fromPreset } from '../from-preset';
import { knownSurface } from '../known-surface';
import { descentMarks, type Plane, placeIn, planeArea } from '../views/plane-marks';

const WINDOW: Plane['window'] = { x: [-4, 4], y: [-2.6, 3.4] };
/** Distance from a minimum at which a descent has arrived. */
const ARRIVED = 0.05;

/** One descent from a start of the reader's choice. */
export const downhillFigure: Figure = {
  title: 'A descent and its steps.',
  controls: [
    { kind: 'number', name: 'x', label: 'start x', min: -4, max: 4, step: 0.05, start: -2.45 },
    { kind: 'number', name: 'y', label: 'start y', min: -2.6, max: 3.4, step: 0.05, start: 2.3 },
    {
      kind: 'number',
      name: 'rate',
      label: 'learning rate h',
      min: 0.02,
      max: 1,
      step: 0.02,
      start: 0.1,
    },
  ],
  runs: ({ x, y, rate }) => [
    fromPreset('gradient-descent', {
      start: { kind: 'point', x: [x, y] },
      'optimizer.learningRate': rate,
      'ensemble.particles': 1,
    }),
  ],
  wants: { paths: 1, dots: 1 },
  seconds: 5,
  aspect: { wide: 0.62, narrow: 0.95 },
  draw: ({ moment: { sides } }, size) =>
    descentMarks(sides[0], 'spike-and-wells', planeOf(size), 20),
  sentence({ moment: { sides } }) {
    const [{ spec, step, dots }] = sides;
    const [x, y] = [dots.x[0] ?? 0, dots.y?.[0] ?? 0];
    const surface = knownSurface(spec);
    const height = number(surface?.atRest.value(x, y) ?? 0, 3);
    const minima = surface?.points.filter(({ kind }) => kind === 'minimum') ?? [];
    const well = minima.find((point) => hypot(point.x - x, point.y - y) < ARRIVED);
    if (step === 0) return `It begins at height ${height}.`;
    if (!well) return `After ${whole(step)} steps it is at height ${height}, and on its way.`;
    const lowest = minima.every(({ value }) => value >= well.value);
    return `After ${whole(step)} steps it lies in a well at height ${height}${lowest ? ', the deepest of the three' : '; a deeper one is never seen'}.`;
  },
  pick(place, values, size) {
    const at = placeIn(planeOf(size), place);
    // As the sliders have them, in steps of 0.05.
    const near = (value: number) => Number((Math.round(value * 20) / 20).toFixed(2));
    return at && { ...values, x: near(at.x), y: near(at.y) };
  },
};

function planeOf(size: Size): Plane {
  return { window: WINDOW, area: planeArea(size) };
}
