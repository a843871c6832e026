import { number } from '../../../shared/format';
import type { Figure } from '../../figure';
import { drawWay, optimizerOf, perStepWords, straight, trappedRun, WAY } from './trapped';

const run = (epoch: number) =>
  trappedRun({ optimizer: optimizerOf({ kind: 'svrg', epochLength: epoch }) });

/** Step 7: noise that vanishes at a landmark, which moves outwards. */
export const svrgFigure: Figure = {
  ...WAY,
  title: 'SVRG, a ratchet',
  controls: [
    {
      kind: 'choice',
      name: 'epoch',
      label: 'Steps to a landmark',
      options: [10, 50, 100].map((value) => ({ value, label: String(value) })),
      start: 50,
    },
  ],
  runs: ({ epoch }) => [trappedRun(), run(epoch)],
  wants: { ...WAY.wants, growth: true },
  draw(shown, size) {
    const [, way] = shown.moment.sides;
    return drawWay(shown, size, {
      name: 'SVRG',
      law: way.growth === null ? null : straight(way, way.growth),
    });
  },
  sentence({ values: { epoch }, moment: { sides } }) {
    const [, way] = sides;
    const rate =
      way.growth === null
        ? 'The law is being computed'
        : `ln |x| gains ${perStepWords(way, way.growth)}`;
    return `With a landmark every ${number(epoch)} steps ${rate}.`;
  },
  watch: ({ epoch }) => run(epoch),
};
