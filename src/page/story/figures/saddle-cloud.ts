import { number, percent } from '../../shared/format';
import type { Figure } from '../figure';
import { fromPreset } from '../from-preset';
import { knownSurface } from '../known-surface';
import { shareEscaped } from '../moment';
import {
  contourMark,
  dotsMark,
  type Plane,
  placesMarks,
  planeArea,
  planeFrame,
  trailsMark,
} from '../views/plane-marks';

const WINDOW: Plane['window'] = { x: [-4, 4], y: [-2.5, 2.5] };

/** Many starts around a saddle, drawn in along one axis and thrown out along the other. */
export const saddleCloudFigure: Figure = {
  title: 'Drawn in, and thrown out.',
  controls: [
    {
      kind: 'number',
      name: 'a',
      label: 'curvature a',
      min: 0.5,
      max: 4,
      step: 0.1,
      start: 2,
    },
  ],
  runs: ({ a }) => [
    fromPreset('saddle-point', {
      'loss.a': [a, -a],
      start: { kind: 'gaussian', mean: [0, 0], standardDeviation: [0.6, 1] },
    }),
  ],
  wants: { dots: 1200, paths: 12, counts: true },
  seconds: 4,
  aspect: { wide: 0.5, narrow: 0.8 },
  draw({ values: { a }, moment: { sides } }, size) {
    const [side] = sides;
    const plane = { window: WINDOW, area: planeArea(size) };
    const surface = knownSurface(side.spec);
    if (!surface) return planeFrame(plane, ['x', 'y']);
    return [
      contourMark(`saddle ${a}`, surface.atRest, plane, 14),
      dotsMark(side.dots, plane),
      trailsMark(side, plane),
      ...placesMarks(surface.points, plane),
      ...planeFrame(plane, ['x₁, the way down', 'x₂']),
    ];
  },
  sentence({ moment: { sides } }) {
    const [side] = sides;
    const { spec, step } = side;
    const a = 'a' in spec.loss ? spec.loss.a[0] : 0;
    const { learningRate } = spec.optimizer;
    const out = number((1 + learningRate * a) ** step, 3);
    const inward = number((1 - learningRate * a) ** step, 2);
    return `After ${step} steps every x₁ is ${out} times and every x₂ ${inward} times what it was; ${percent(shareEscaped(side), 0)} of the particles have been farther than 4 from the saddle.`;
  },
};
