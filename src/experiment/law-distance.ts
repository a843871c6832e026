import type { Counts } from '../engine/engine';
import { lossModel } from '../models/registry';
import type { Spec } from '../spec/spec';
import { underflowOf } from '../spec/underflow';
import { absoluteCdf, absoluteCdfBefore, type Law } from '../theory/theory';
import { type Distance, distanceToLaw, kolmogorovBand } from './distance';

/** The distance of a run from a law, or one sentence why it would say nothing of the law. */
export type LawDistance =
  | { distance: Distance; reason?: undefined }
  | { distance: null; reason: string };

/**
 * `distanceToLaw`, where float32 has not changed the run. Particles that it took to exactly 0 have
 * no side any more: edges within what it cannot move tell nothing. Neither they nor those that are
 * frozen come back, as some of the law's would: where more of them are there than the law puts
 * there, by more than its band, there is no distance.
 *
 * @param edges  Of the histogram, |x| on the log-abs axis.
 */
export function lawDistance(
  spec: Spec,
  law: Law,
  counts: Counts,
  probabilities: { below: number; bins: ArrayLike<number>; above: number },
  edges: Float32Array,
): LawDistance {
  const { particles } = spec.ensemble;
  const band = kolmogorovBand(particles);
  const least = underflowOf(spec);
  if (counts.zero / particles - absoluteCdfBefore(law, least) > band)
    return {
      distance: null,
      reason: `32-bit underflow took particles to exactly 0, ${counts.zero} of ${particles}, more than the law puts there: they do not come back, and the distance would blame the law.`,
    };
  if (counts.frozen / particles - (1 - absoluteCdf(law, lossModel(spec.loss).reach)) > band)
    return {
      distance: null,
      reason: `Particles freeze far out, ${counts.frozen} of ${particles}, more than the law puts there: they do not come back, and the distance would blame the law.`,
    };
  const isSeen = (edge: number) => counts.zero === 0 || Math.abs(edges[edge]) >= least;
  return { distance: distanceToLaw(counts, probabilities, particles, isSeen) };
}
