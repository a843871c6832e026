import { type ShareScale, shareHeight } from './scales';

/** Bins above which a line through the middles of the bins looks the same as steps. */
const MOST_STEPPED_BINS = 160;

/** A plot area in pixels. */
export interface Area {
  left: number;
  top: number;
  width: number;
  height: number;
}

/**
 * The theory's share of each bin as a line over the bars. Few bins are drawn as steps; a lattice,
 * where empty bins lie between full ones, as one flat mark for each full bin.
 *
 * @param shares  Probability of each bin. Shape: [bins].
 * @returns Pieces of the line, each a list of x, y in pixels.
 */
export function curvePieces(
  shares: ArrayLike<number>,
  scale: ShareScale,
  area: Area,
  lattice: boolean,
): number[][] {
  const bins = shares.length;
  const x = (edge: number) => area.left + (edge / bins) * area.width;
  const y = (share: number) => area.top + (1 - shareHeight(scale, share)) * area.height;
  const pieces: number[][] = [];
  if (lattice) {
    const reach = Math.max(0, 5 / (area.width / bins) - 1) / 2;
    for (let bin = 0; bin < bins; bin++)
      if (shares[bin] > 0 && shareHeight(scale, shares[bin]) > 0)
        pieces.push([x(bin - reach), y(shares[bin]), x(bin + 1 + reach), y(shares[bin])]);
    return pieces;
  }
  const line: number[] = [];
  for (let bin = 0; bin < bins; bin++) {
    if (bins <= MOST_STEPPED_BINS) line.push(x(bin), y(shares[bin]), x(bin + 1), y(shares[bin]));
    else line.push(x(bin + 0.5), y(shares[bin]));
  }
  return [line];
}

/** The pieces as the `d` of an SVG path. */
export function pathData(pieces: number[][]): string {
  return pieces
    .map((piece) => {
      let data = '';
      for (let i = 0; i < piece.length; i += 2)
        data += `${i === 0 ? 'M' : 'L'}${piece[i].toFixed(1)} ${piece[i + 1].toFixed(1)}`;
      return data;
    })
    .join('');
}

/** Height of the highest bin. */
export function peakHeight(shares: ArrayLike<number>, scale: ShareScale): number {
  let highest = 0;
  for (let bin = 0; bin < shares.length; bin++) highest = Math.max(highest, shares[bin]);
  return shareHeight(scale, highest);
}

/**
 * Where to write the names of curve and bars: beside the flanks of the peak, at about the given
 * height.
 *
 * @returns Fractions of the width, one on each side of the peak; null where that side has no flank.
 */
export function flanks(
  shares: ArrayLike<number>,
  scale: ShareScale,
  height: number,
): { left: number | null; right: number | null } {
  let peak = 0;
  for (let bin = 1; bin < shares.length; bin++) if (shares[bin] > shares[peak]) peak = bin;
  const above = (bin: number) => shareHeight(scale, shares[bin]) >= height;
  let right: number | null = null;
  for (let bin = peak; bin < shares.length; bin++)
    if (above(bin)) right = (bin + 1) / shares.length;
  let left: number | null = null;
  for (let bin = peak; bin >= 0; bin--) if (above(bin)) left = bin / shares.length;
  return { left, right };
}
