import { number, percent } from '../../../shared/format';
import type { Figure } from '../../figure';
import { shareEscaped } from '../../moment';
import { drawWay, optimizerOf, trappedRun, WAY } from './trapped';

const run = (kick: number) =>
  trappedRun({ optimizer: optimizerOf({ kind: 'perturbed', perturbation: kick }) });

/** Step 7: kicks in every step. */
export const perturbedFigure: Figure = {
  ...WAY,
  wants: { ...WAY.wants, counts: true },
  title: 'Perturbed SGD',
  controls: [
    { kind: 'number', name: 'kick', label: 'kicks', min: 0.02, max: 2, step: 0.02, start: 0.1 },
  ],
  runs: ({ kick }) => [trappedRun(), run(kick)],
  draw: (shown, size) =>
    drawWay(shown, size, {
      name: `kicks of ${number(shown.values.kick)}`,
      law: null,
      level: { at: 3, name: '|x| = 3' },
    }),
  sentence({ values: { kick }, moment }) {
    const [plain, way] = moment.sides.map((side) => percent(shareEscaped(side)));
    return `By step ${moment.sides[1].step} ${way} of the particles with kicks of ${number(kick)} have been beyond |x| = 3, and ${plain} of those without.`;
  },
  watch: ({ kick }) => run(kick),
};
