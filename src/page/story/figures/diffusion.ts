import { number } from '../../shared/format';
import type { Figure } from '../figure';
import { fromPreset } from '../from-preset';
import { panelMarks } from '../views/panel-marks';

/** Each panel takes four times the steps of the one before it. */
const STEPS = [250, 1000, 4000];

/** Step 5: noise that does not ask where x is spreads like the square root of time. */
export const diffusionFigure: Figure = {
  title: 'Four times the time, twice the width',
  controls: [
    { kind: 'number', name: 'tau', label: 'noise τ', min: 0.25, max: 3, step: 0.05, start: 1 },
    { kind: 'number', name: 'a', label: 'slope a', min: -1, max: 0.25, step: 0.05, start: 0 },
  ],
  runs: ({ tau, a }) =>
    STEPS.map((steps) =>
      fromPreset('diffusion', {
        'loss.a[0]': a,
        'noise.tau': tau,
        'time.steps': steps,
        'histogram.min': -20,
        'histogram.max': 20,
        'histogram.bins': 80,
        'ensemble.particles': 16_384,
      }),
    ),
  wants: { counts: true, law: true, dots: 2048 },
  seconds: 5,
  aspect: { wide: 0.36, narrow: 1.5 },
  draw: ({ moment }, size) =>
    panelMarks(
      moment.sides.map((side) => ({
        side,
        title: `t = ${number(timeOf(side))}`,
        notes: [`standard deviation ${number(deviationOf(side.dots.x))}`],
      })),
      size,
    ),
  sentence({ values: { tau, a }, moment }) {
    const [, middle, last] = moment.sides.map(({ dots }) => number(deviationOf(dots.x)));
    if (moment.share < 1) return 'Three clocks: each runs four times as fast as the one before it.';
    const seen = `The standard deviation is ${middle} at t = 10 and ${last} at t = 40`;
    if (a < 0)
      return `${seen}: the valley forgets old pushes and holds the width at τ/√(2|a|) = ${number(tau / Math.sqrt(-2 * a))}.`;
    if (a > 0)
      return `${seen}: the saddle multiplies every push, and the particles leave by both sides alike.`;
    return `${seen}; the law says τ√t, which is ${number(tau * Math.sqrt(10))} and ${number(tau * Math.sqrt(40))}.`;
  },
};

const timeOf = ({ spec, step }: { spec: { time: { dt: number } }; step: number }) =>
  spec.time.dt * step;

/** Standard deviation of places. */
export function deviationOf(places: ArrayLike<number>): number {
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < places.length; i++) {
    sum += places[i];
    squares += places[i] * places[i];
  }
  const mean = sum / places.length;
  return Math.sqrt(Math.max(0, squares / places.length - mean * mean));
}
