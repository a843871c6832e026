import type { Area } from '../../shared/curve';
import { percent } from '../../shared/format';
import { histogramScale, type ShareScale, shareHeight } from '../../shared/scales';
import { svg } from '../../shared/svg';
import { hasAtoms, type Reading } from '../reading';

/** More atoms than this are bars that stand close. */
const MOST_STEMS = 24;
/** Pixels that a probability takes beside its stem. */
const LABEL = 46;

/** An atom of the law: where it is on the axis, from 0 to 1, its probability, and what is there. */
export interface Stem {
  at: number;
  law: number;
  simulation: number;
}

/**
 * The atoms of a law that has few: probability on points, and nothing between. None where it has
 * many, or where a bin holds more than it can show.
 */
export function stemsOf({ spec, sample, theory, expected }: Reading): Stem[] {
  const { law } = theory;
  if (!law || !expected || !hasAtoms(theory)) return [];
  const { position } = histogramScale(spec.histogram);
  const sizes = spec.histogram.axis === 'log-abs';
  const stems: Stem[] = [];
  let before = expected.below;
  for (let bin = 0; bin < expected.bins.length; bin++) {
    const share = expected.bins[bin];
    if (share > 1e-9) {
      // On an axis of sizes a bin may hold atoms of both sides: those have no one place.
      const value = law.quantile(Math.min(1, before + share / 2));
      const at = position(sizes ? Math.abs(value) : value);
      const own = Math.floor(at * expected.bins.length) === bin;
      stems.push({
        at: own ? at : (bin + 0.5) / expected.bins.length,
        law: share,
        simulation: sample.counts.counts[bin] / sample.particles,
      });
    }
    before += share;
  }
  return stems.length <= MOST_STEMS ? stems : [];
}

/** The stems in the picture: bars are what ran, rings what theory says, with its probability. */
export function drawStems(
  reading: Reading,
  scale: ShareScale,
  { width, height }: Area,
): SVGElement[] {
  const stems = stemsOf(reading);
  let free = Number.NEGATIVE_INFINITY;
  return stems.flatMap(({ at, law, simulation }) => {
    const x = at * width;
    const y = (share: number) => (1 - shareHeight(scale, share)) * height;
    const marks: SVGElement[] = [
      svg('line', { class: 'stem', x1: x, x2: x, y1: height, y2: y(simulation) }),
      svg('circle', { class: 'stem-head', cx: x, cy: y(simulation), r: 5 }),
      svg('circle', { class: 'stem-law', cx: x, cy: y(law), r: 8 }),
    ];
    if (x - LABEL / 2 >= free && y(law) < height - 12) {
      free = x + LABEL / 2;
      marks.push(
        svg(
          'text',
          { class: 'stem-name', x, y: y(law) - 13, 'text-anchor': 'middle' },
          percent(law),
        ),
      );
    }
    return marks;
  });
}
