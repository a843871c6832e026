import { histogramEdges } from '../../spec/histogram-edges';
import { dimensionOf, type Spec } from '../../spec/spec';
import { lossValueOf } from '../../theory/surfaces/loss-value';

// Loaded with the first spec whose particles leave a level of the loss.

/** Pieces of the axis that a crossing is looked for in, and halvings of one that has it. */
const PIECES = 1024;
const HALVINGS = 50;

/**
 * Where the mean loss crosses the levels of the region along the histogram's coordinate, all other
 * coordinates 0: places on the axis, |x| on one of sizes, each with its level. Two crossings within
 * one of 1,024 pieces of the axis are not seen. Empty where the loss has no formula or does not
 * change along that line.
 */
export function levelPlaces(spec: Spec): [place: number, level: number][] {
  const { escape: left, histogram } = spec;
  const loss = left.region === 'loss' ? lossValueOf(spec) : null;
  if (left.region !== 'loss' || !loss) return [];
  const { axis, coordinate } = histogram;
  const edges = histogramEdges({ ...histogram, bins: PIECES });
  const x = new Float64Array(dimensionOf(spec));
  const places: [number, number][] = [];
  for (const sign of axis === 'log-abs' ? [1, -1] : [1])
    for (const level of [left.low, left.high]) {
      if (level === undefined) continue;
      const above = (place: number) => {
        x[coordinate] = sign * place;
        return loss(x) > level;
      };
      for (let k = 0; k < PIECES; k++) {
        let [low, high] = [edges[k], edges[k + 1]];
        const first = above(low);
        if (first === above(high)) continue;
        for (let halving = 0; halving < HALVINGS; halving++) {
          const middle = (low + high) / 2;
          if (above(middle) === first) low = middle;
          else high = middle;
        }
        places.push([(low + high) / 2, level]);
      }
    }
  return places.filter(
    ([place], k) => !places.slice(0, k).some(([other]) => Math.abs(other / place - 1) < 1e-9),
  );
}
