import { noiseAt } from '../../../spec/listed-noise';
import { number, percent } from '../../shared/format';
import type { Figure, FigureValues } from '../figure';
import { fromPreset } from '../from-preset';
import { panelMarks } from '../views/panel-marks';

const TAU = -2;

/** Step 6: the three laws of a trap, by how far its two noises are one. */
export const longRunFigure: Figure = {
  title: 'One trap, three laws',
  controls: [
    {
      kind: 'number',
      name: 'rho',
      label: 'correlation ρ',
      min: -0.95,
      max: 0.95,
      step: 0.05,
      start: 0.95,
    },
    { kind: 'number', name: 'sigma', label: 'noise σ', min: 1, max: 2.4, step: 0.1, start: 2 },
  ],
  runs: (values) => [0, values.rho, 1].map((rho) => run(values, rho)),
  wants: { counts: true, law: true, dots: 2048 },
  seconds: 8,
  aspect: { wide: 0.4, narrow: 1.6 },
  draw: ({ values, moment }, size) =>
    panelMarks(
      moment.sides.map((side, i) => ({
        side,
        title: ['Independent', `Partly one, ρ = ${number(values.rho)}`, 'One and the same'][i],
        notes: [nameOfLaw(values, noiseAt(side.spec.noise, 0).rho)],
      })),
      size,
    ),
  sentence({ values: { sigma }, moment }) {
    const tail = 1 - 2 / (sigma * sigma);
    if (tail <= 0)
      return `At σ = ${number(sigma)} there is no law: the noise does not hold a saddle of a = 1, and the particles spread for ever.`;
    const one = moment.sides[2];
    const wall = -TAU / sigma;
    const beyond = one.dots.x.filter((x) => x > wall).length / Math.max(1, one.dots.x.length);
    return `All three flanks fall like r to the power −${number(tail, 2)}. With one noise for both, ${percent(beyond, 0)} of the particles are beyond the wall at x = ${number(wall)} by now.`;
  },
  watch: (values) => run(values, values.rho),
};

const run = ({ sigma }: FigureValues, rho: number) =>
  fromPreset('correlated', {
    'noise.sigma': sigma,
    'noise.rho': rho,
    'time.dt': 0.005,
    'time.steps': 5000,
    'histogram.bins': 75,
    'ensemble.particles': 8192,
  });

function nameOfLaw({ sigma }: FigureValues, rho: number): string {
  if (sigma * sigma <= 2) return 'no law';
  if (rho === 0) return 'Student t';
  return rho === 1 ? 'inverse gamma' : 'Pearson IV';
}
