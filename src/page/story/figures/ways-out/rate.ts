import { number } from '../../../shared/format';
import type { Figure } from '../../figure';
import { drawWay, factorRate, movesWords, optimizerOf, straight, trappedRun, WAY } from './trapped';

const run = (h: number) => trappedRun({ optimizer: optimizerOf({ learningRate: h }) });

/** Step 7: a smaller step. */
export const rateFigure: Figure = {
  ...WAY,
  title: 'A smaller step',
  controls: [
    {
      kind: 'number',
      name: 'h',
      label: 'learning rate h',
      min: 0.005,
      max: 0.12,
      step: 0.005,
      start: 0.035,
    },
  ],
  runs: ({ h }) => [trappedRun(), run(h)],
  draw: (shown, size) =>
    drawWay(shown, size, {
      name: `h = ${number(shown.values.h)}`,
      law: straight(shown.moment.sides[1], factorRate(shown.values.h)),
    }),
  sentence({ values: { h }, moment }) {
    const rate = factorRate(h);
    return `With h = ${number(h)}, ${movesWords(moment.sides[1], rate)}.`;
  },
  watch: ({ h }) => run(h),
};
