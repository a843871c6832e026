import { histogramEdges } from '../../../spec/histogram-edges';
import type { Spec } from '../../../spec/spec';
import { type Area, pathData } from '../../shared/curve';
import { number } from '../../shared/format';
import { histogramScale, type ShareScale, shareHeight } from '../../shared/scales';
import { svg } from '../../shared/svg';
import type { Reading } from '../reading';
import { specSummary } from '../spec-summary';

/** A run that is kept to be compared with: its histogram, and what it was. */
export interface Ghost {
  spec: Spec;
  shares: number[];
  /** Spec, time, and the share that was beyond the radius. */
  words: string;
  escaped: number;
}

export function ghostOf({ spec, sample, time, escaped }: Reading): Ghost {
  return {
    spec,
    shares: Array.from(sample.counts.counts, (count) => count / sample.particles),
    words: `${specSummary(spec)}; t = ${number(time, 4)}`,
    escaped: escaped.share,
  };
}

/** Whether bins of the two can stand over each other: the same kind of axis of the same thing. */
export function isComparable({ spec }: Ghost, other: Spec): boolean {
  const [one, two] = [spec.histogram, other.histogram];
  return (
    one.axis === two.axis && one.coordinate === two.coordinate && spec.loss.kind === other.loss.kind
  );
}

/**
 * Its outline on the axis of another run. Bins of another width hold other shares: each is drawn as
 * high as it were over bins of the present width, and narrower ones are taken together until they
 * are as wide. Where it is higher than the picture, the outline has a gap.
 */
export function ghostPieces(
  ghost: Ghost,
  present: Spec,
  scale: ShareScale,
  area: Area,
): number[][] {
  const { histogram } = present;
  const { position } = histogramScale(histogram);
  const edges = histogramEdges(ghost.spec.histogram);
  const pieces: number[][] = [[]];
  let from = position(edges[0]);
  let share = 0;
  ghost.shares.forEach((own, bin) => {
    share += own;
    const to = position(edges[bin + 1]);
    const bins = (to - from) * histogram.bins;
    if (bins < 1 - 1e-9 && bin < ghost.shares.length - 1) return;
    const height = shareHeight(scale, share / bins);
    const y = area.top + (1 - height) * area.height;
    const [left, right] = [from, to].map((place) => area.left + place * area.width);
    const line = pieces[pieces.length - 1];
    if (height < 1) line.push(left, y, right, y);
    else if (line.length > 0) {
      line.push(left, y);
      pieces.push([right, y]);
    }
    from = to;
    share = 0;
  });
  return pieces;
}

export function drawGhost(
  ghost: Ghost,
  present: Spec,
  scale: ShareScale,
  area: Area,
): SVGElement[] {
  if (!isComparable(ghost, present)) return [];
  const own = { ...area, left: 0, top: 0 };
  return [svg('path', { class: 'ghost', d: pathData(ghostPieces(ghost, present, scale, own)) })];
}
