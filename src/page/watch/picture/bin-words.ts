import { histogramEdges } from '../../../spec/histogram-edges';
import { number, percent, whole } from '../../shared/format';
import { coordinateName } from '../../shared/names';
import type { Reading } from '../reading';

/** The bin at a place of the horizontal axis, 0 at its left end and 1 at its right one. */
export function binAt({ spec }: Pick<Reading, 'spec'>, at: number): number {
  const { bins } = spec.histogram;
  return Math.max(0, Math.min(bins - 1, Math.floor(at * bins)));
}

/** What there is to say of one bin: where it is, how many are in it, and what the law puts there. */
export function binWords(reading: Reading, bin: number): { range: string; share: string } {
  const { spec, sample, expected } = reading;
  const { axis, coordinate } = spec.histogram;
  const edges = histogramEdges(spec.histogram);
  const own = coordinateName(spec, coordinate);
  const count = sample.counts.counts[bin];
  const [low, high] = shortest(edges[bin], edges[bin + 1]);
  const of = sample.particles < sample.all ? ` of ${whole(sample.particles)}` : '';
  const law = expected ? `; theory ${percent(expected.bins[bin], 2)}` : '';
  return {
    range: `${axis === 'log-abs' ? `|${own}|` : own} from ${low} to ${high}`,
    share: `${percent(count / sample.particles, 2)} of the particles (${whole(count)}${of})${law}`,
  };
}

/** Two numbers with as many digits as tell them apart, and two at least. */
function shortest(low: number, high: number): [string, string] {
  for (let digits = 3; digits < 9; digits++) {
    const pair: [string, string] = [number(low, digits), number(high, digits)];
    if (pair[0] !== pair[1]) return pair;
  }
  return [String(low), String(high)];
}
