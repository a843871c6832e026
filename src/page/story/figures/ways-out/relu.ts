import { number, percent } from '../../../shared/format';
import type { Figure } from '../../figure';
import { shareEscaped } from '../../moment';
import { drawWay, optimizerOf, trappedRun, WAY } from './trapped';

const run = (h: number) =>
  trappedRun({
    loss: { kind: 'relu-saddle', a: [1] },
    optimizer: optimizerOf({ learningRate: h }),
  });

/** Step 7: a piecewise linear ridge. */
export const reluFigure: Figure = {
  ...WAY,
  wants: { ...WAY.wants, counts: true },
  title: 'A ReLU ridge',
  controls: [
    {
      kind: 'number',
      name: 'h',
      label: 'learning rate h',
      min: 0.02,
      max: 0.3,
      step: 0.02,
      start: 0.1,
    },
  ],
  runs: ({ h }) => [trappedRun({ optimizer: optimizerOf({ learningRate: h }) }), run(h)],
  draw: (shown, size) =>
    drawWay(shown, size, { name: 'ReLU ridge', law: null, level: { at: 3, name: '|x| = 3' } }),
  sentence({ values: { h }, moment: { sides } }) {
    const [, way] = sides;
    const [plain, ridge] = sides.map((side) => percent(shareEscaped(side)));
    return `By step ${way.step} ${ridge} have been beyond |x| = 3 on the ridge, and ${plain} on the smooth saddle; the middle of the ridge's particles moves out by about ${number(h)} a step.`;
  },
  watch: ({ h }) => run(h),
};
