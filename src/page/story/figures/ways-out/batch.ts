import type { Figure } from '../../figure';
import { drawWay, factorRate, movesWords, optimizerOf, straight, trappedRun, WAY } from './trapped';

/** Step 7: a larger batch. */
export const batchFigure: Figure = {
  ...WAY,
  title: 'A larger batch',
  controls: [{ kind: 'number', name: 'B', label: 'batch B', min: 1, max: 16, step: 1, start: 2 }],
  runs: ({ B }) => [trappedRun(), trappedRun({ optimizer: optimizerOf({ batchSize: B }) })],
  draw: (shown, size) =>
    drawWay(shown, size, {
      name: `B = ${shown.values.B}`,
      law: straight(shown.moment.sides[1], factorRate(0.1, shown.values.B)),
    }),
  sentence({ values: { B }, moment }) {
    const rate = factorRate(0.1, B);
    return `With B = ${B}, ${movesWords(moment.sides[1], rate)}.`;
  },
  watch: ({ B }) => trappedRun({ optimizer: optimizerOf({ batchSize: B }) }),
};
