import { noiseAt } from '../../../spec/listed-noise';
import { lyapunovExponentGaussian } from '../../../theory/exponents/lyapunov';
import { gaussianThresholds } from '../../../theory/exponents/thresholds';
import { number, signed } from '../../shared/format';
import type { Figure, FigureValues } from '../figure';
import { fromPreset } from '../from-preset';
import { measuredGrowth } from '../measured-growth';
import { growthCurveMarks } from '../views/growth-curve-marks';

/** A run at each quarter of σ. */
const QUARTERS = 16;
/** Steps that keep |x| within what 32 bits hold, by the length of a step. */
const STEPS: Readonly<Record<number, number>> = { 1: 40, 0.1: 100, 0.01: 500 };

/** Step 6: the threshold of small steps, and that of the steps themselves. */
export const twoThresholdsFigure: Figure = {
  title: 'Two thresholds',
  controls: [
    {
      kind: 'choice',
      name: 'dt',
      label: 'Steps',
      options: [
        { value: 1, label: 'whole' },
        { value: 0.1, label: 'a tenth' },
        { value: 0.01, label: 'a hundredth' },
      ],
      start: 1,
    },
    {
      kind: 'choice',
      name: 'a',
      label: 'Push a',
      options: [
        { value: 1, label: '1' },
        { value: 0.1, label: '0.1' },
      ],
      start: 1,
    },
    { kind: 'number', name: 'sigma', label: 'noise σ', min: 0.25, max: 4, step: 0.25, start: 2 },
  ],
  runs: (values) => Array.from({ length: QUARTERS }, (_, i) => run(values, (i + 1) / 4)),
  wants: { dots: 2048 },
  seconds: 3,
  aspect: { wide: 0.5, narrow: 0.95 },
  draw: ({ values, moment }, size) =>
    growthCurveMarks(
      {
        high: QUARTERS / 4,
        heights: values.a === 1 ? { low: -3.5, high: 1.5 } : { low: -0.8, high: 0.8 },
        steps: (sigma) => stepGrowth(values, sigma),
        limit: (sigma) => limitGrowth(values, sigma),
        stepsName: values.dt === 1 ? 'whole steps' : `steps of ${number(values.dt)}`,
        measured: moment.sides.map((side) => ({
          at: noiseAt(side.spec.noise, 0).sigma,
          growth: side.step > 0 ? measuredGrowth(side) : null,
        })),
        chosen: values.sigma,
      },
      size,
    ),
  sentence({ values, moment }) {
    const { sigma } = values;
    const side = moment.sides[sigma * 4 - 1];
    const limit = limitGrowth(values, sigma);
    const steps = stepGrowth(values, sigma);
    const measured =
      side && side.step > 0 ? `, and the particles at ${signed(measuredGrowth(side), 2)}` : '';
    const grown = `At σ = ${number(sigma)} infinitely small steps grow at ${signed(limit, 2)} per unit of time, these steps at ${signed(steps, 3)}${measured}`;
    return `${grown}: ${verdict(limit, steps)}. ${windowWords(values)}`;
  },
  watch: (values) => run(values, values.sigma),
};

const run = ({ a, dt }: FigureValues, sigma: number) =>
  fromPreset('raw-steps', {
    'loss.a[0]': a,
    'noise.sigma': sigma,
    'noise.tau': 0,
    'time.dt': dt,
    'time.steps': STEPS[dt],
    'ensemble.particles': 2048,
  });

/** Growth of ln |x| per unit of time: of the steps themselves, and in the limit of small ones. */
export const stepGrowth = ({ a, dt }: FigureValues, sigma: number) =>
  lyapunovExponentGaussian(1 + a * dt, sigma * Math.sqrt(dt), a * dt) / dt;
export const limitGrowth = ({ a }: FigureValues, sigma: number) => a - (sigma * sigma) / 2;

function verdict(limit: number, steps: number): string {
  const word = (growth: number) => (growth > 0 ? 'escape' : 'are trapped');
  if (limit > 0 === steps > 0) return `both ${word(steps)}`;
  return `small steps ${word(limit)}, and these ${word(steps)}`;
}

function windowWords({ a, dt }: FigureValues): string {
  const [low, high] = gaussianThresholds(1 + a * dt, a * dt).map((v) => v / Math.sqrt(dt));
  if (low === undefined) return 'No noise traps these steps.';
  return `These steps are trapped from σ = ${number(low)} to ${number(high)}, small ones from ${number(Math.sqrt(2 * a))} on.`;
}
