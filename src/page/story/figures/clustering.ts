import { hypot } from '../../../numerics/elementary';
import { whole } from '../../shared/format';
import type { Figure, Size } from '../figure';
import { fromPreset } from '../from-preset';
import { knownSurface } from '../known-surface';
import type { Side } from '../moment';
import { descentMarks, type Plane, planeArea } from '../views/plane-marks';

/** Distance from the saddle that counts as near. */
export const NEAR = 0.25;
/** Height of the start, and the x there from which descent leads into the saddle itself. */
export const START_Y = 2.25;
export const DIVIDE = -2.4393095;
const WINDOW: Plane['window'] = { x: [-3.2, 1.6], y: [-1.4, 2.8] };

/** One descent that passes a saddle, a dot for every step. */
export const clusteringFigure: Figure = {
  title: 'Steps crowd at a saddle.',
  controls: [
    {
      kind: 'number',
      name: 'closeness',
      label: 'digits of the divide that the start has',
      min: 2,
      max: 5,
      step: 0.5,
      start: 3,
    },
  ],
  runs: ({ closeness }) => [
    fromPreset('clustering', {
      start: { kind: 'point', x: [DIVIDE - 10 ** -closeness, START_Y] },
      'time.steps': 400,
      'ensemble.particles': 1,
    }),
  ],
  wants: { paths: 1, dots: 1 },
  seconds: 5,
  aspect: { wide: 0.62, narrow: 0.95 },
  draw: ({ moment: { sides } }, size) =>
    descentMarks(sides[0], 'spike-and-wells', planeOf(size), 18),
  sentence({ moment: { sides } }) {
    const [side] = sides;
    const near = stepsNearSaddle(side);
    const left = (side.dots.x[0] ?? 0) < saddleOf(side).x;
    const where = left ? 'left' : 'right';
    return side.step === 0
      ? 'The descent begins on the flank of the spike.'
      : `After ${whole(side.step)} steps it has spent ${whole(near)} of them within ${NEAR} of the saddle, and is on the ${where} of it.`;
  },
};

function planeOf(size: Size): Plane {
  return { window: WINDOW, area: planeArea(size) };
}

function saddleOf({ spec }: Side): { x: number; y: number } {
  const saddles = knownSurface(spec)?.points.filter(({ kind }) => kind !== 'minimum') ?? [];
  const [first] = saddles.sort((one, other) => one.x - other.x);
  if (!first) throw new Error('The surface has no saddle.');
  return first;
}

/** Steps that end near the saddle. */
export function stepsNearSaddle(side: Side): number {
  const saddle = saddleOf(side);
  return side.paths.filter(
    ({ step, x, y }) => step > 0 && hypot(x[0] - saddle.x, (y?.[0] ?? 0) - saddle.y) < NEAR,
  ).length;
}
