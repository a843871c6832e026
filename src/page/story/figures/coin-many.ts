import { histogramEdges } from '../../../spec/histogram-edges';
import { noiseAt } from '../../../spec/listed-noise';
import { number, percent, whole } from '../../shared/format';
import { histogramScale } from '../../shared/scales';
import type { Figure } from '../figure';
import { fromPreset } from '../from-preset';
import { countsOf, type Side } from '../moment';
import { histogramArea, histogramMarks } from '../views/histogram-marks';

/** The coin tossed often: where thousands of particles are. */
export const coinManyFigure: Figure = {
  title: 'Many tosses.',
  controls: [
    {
      kind: 'choice',
      name: 'tosses',
      label: 'tosses',
      options: [
        { value: 10, label: '10' },
        { value: 100, label: '100' },
        { value: 1000, label: '1,000' },
      ],
      start: 100,
    },
  ],
  runs: ({ tosses }) => [fromPreset(`coin-${tosses}`)],
  wants: { counts: true, law: true },
  seconds: 3,
  aspect: { wide: 0.42, narrow: 0.75 },
  draw({ moment: { sides } }, size) {
    const [side] = sides;
    const area = histogramArea(size);
    const at = histogramScale(side.spec.histogram).position(1);
    const x = area.left + at * area.width;
    const { top, height } = area;
    return [
      ...histogramMarks(sides, size, { axisName: '|x|, distance from the saddle (logarithmic)' }),
      { name: 'line', attributes: { class: 'mark', x1: x, x2: x, y1: top, y2: top + height } },
      {
        name: 'text',
        attributes: { class: 'strong', x: x + 6, y: top + 12, 'text-anchor': 'start' },
        text: 'start',
      },
    ];
  },
  sentence({ moment: { sides } }) {
    const [side] = sides;
    const sigma = number(noiseAt(side.spec.noise, 0).sigma, 2);
    return side.step === 0
      ? 'All particles begin at 1.'
      : `After ${whole(side.step)} tosses with σ = ${sigma}, ${percent(shareNearer(side))} of the particles are nearer to the saddle than they began.`;
  },
};

/** Share of the particles with |x| < 1: every atom is well inside of its bin. */
export function shareNearer(side: Side): number {
  const { counts, below } = countsOf(side);
  const edges = histogramEdges(side.spec.histogram);
  let nearer = below;
  counts.forEach((count, bin) => {
    if (edges[bin] + edges[bin + 1] < 2) nearer += count;
  });
  return nearer / side.particles;
}
