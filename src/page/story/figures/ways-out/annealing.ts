import { shrinkingExponent } from '../../../../theory/laws/annealing';
import { number } from '../../../shared/format';
import type { Figure } from '../../figure';
import { logStart, meanLogSize } from '../../measured-growth';
import { drawWay, optimizerOf, SIGMA, trappedRun, WAY } from './trapped';

const run = (rate: number) =>
  trappedRun({ optimizer: optimizerOf({ learningRate: rate, schedule: 'inverse-time' }) });

/** Of the rate that was asked for last: the line of a picture takes some milliseconds. */
let known = { rate: Number.NaN, growth: new Map<number, number>() };

/** E ln |x_n / x_0| of steps rate / n. */
export function annealedGrowth(rate: number, n: number): number {
  if (known.rate !== rate) known = { rate, growth: new Map() };
  let growth = known.growth.get(n);
  if (growth === undefined) {
    growth = shrinkingExponent(
      { law: 'gaussian', growth: rate, spread: rate * SIGMA, batchSize: 1 },
      n,
    );
    known.growth.set(n, growth);
  }
  return growth;
}

/** Step 7: learning rates that shrink. */
export const annealingFigure: Figure = {
  ...WAY,
  title: 'Annealing',
  controls: [
    { kind: 'number', name: 'rate', label: 'first rate ρ₀', min: 0.2, max: 2, step: 0.1, start: 1 },
  ],
  runs: ({ rate }) => [trappedRun(), run(rate)],
  draw(shown, size) {
    const { rate } = shown.values;
    const start = logStart(shown.moment.sides[1]);
    return drawWay(shown, size, {
      name: `h = ${number(rate)}/n`,
      law: (step) => start + annealedGrowth(rate, step),
    });
  },
  sentence({ values: { rate }, moment: { sides } }) {
    const [, side] = sides;
    const grown = meanLogSize(side.dots.x) - logStart(side);
    const law = annealedGrowth(rate, side.step);
    return `After ${side.step} steps ln |x| has grown by ${number(grown)}, where the law says ${number(law)}; ten times the steps add ${number(rate * Math.LN10)}.`;
  },
  watch: ({ rate }) => run(rate),
};
