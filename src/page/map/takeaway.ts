import { number, percent, whole } from '../shared/format';
import { sideLetter } from '../shared/side-letter';
import type { MapData } from './map-data';
import { responseTakeaway } from './response-takeaway';
import { sideName } from './side-names';

/**
 * What the maps show, in a few sentences, from the numbers that are there.
 * @param response  Place of the response that colours them; null where the share does.
 */
export function takeawayOf(data: MapData, response: number | null): string {
  if (response !== null) return responseTakeaway(data, response);
  const { sides } = data;
  const compared =
    sides.length === 2 ? comparison(data) : sides.length > 2 ? comparisons(data) : '';
  return [shareTakeaway(data), compared].filter(Boolean).join(' ');
}

/** How side A does, and what the sides do not have in common; empty where nothing is counted. */
export function shareTakeaway(data: MapData): string {
  const { tallies, sides, cells } = data;
  let counted = 0;
  let mostly = 0;
  for (let cell = 0; cell < cells; cell++) {
    const n = tallies.particles[cell];
    if (n === 0 || tallies.failure(cell, 0) !== undefined) continue;
    counted++;
    if (tallies.escaped[0][cell] > n / 2) mostly++;
  }
  if (counted === 0) return '';
  const sentence = `${sideName(sides, 0)} escapes more often than not in ${percent(mostly / counted, 0)} of the cells.`;
  return [sentence, unlikeSteps(data)].filter(Boolean).join(' ');
}

/** Sides that make more steps have more chances: "Steps differ: A 300, C 1,200." */
function unlikeSteps({ sides }: MapData): string {
  const [own, ...others] = sides.map(({ time }) => time.steps);
  const unlike = others.flatMap((steps, k) =>
    steps === own ? [] : [`${sideLetter(k + 1)} ${whole(steps)}`],
  );
  return unlike.length > 0 ? `Steps differ: A ${whole(own)}, ${unlike.join(', ')}.` : '';
}

/** B against A. */
function comparison(data: MapData): string {
  const found = against(data, 1);
  if (!found) return '';
  const { more, less, largest } = found;
  return `B (${sideName(data.sides, 1)}) escapes more often in ${percent(more, 0)} of the cells, less often in ${percent(less, 0)}; the largest difference is ${number(100 * largest, 2)} percentage points.`;
}

/** All others against A, by their letters. */
function comparisons(data: MapData): string {
  const parts = data.sides.slice(1).flatMap((_, k) => {
    const found = against(data, k + 1);
    return found
      ? [`${sideLetter(k + 1)} in ${percent(found.more, 0)} and ${percent(found.less, 0)}`]
      : [];
  });
  return parts.length > 0
    ? `Against A they escape more often and less often: ${parts.join(', ')} of the cells.`
    : '';
}

/**
 * Shares of the cells whose paired interval leaves no doubt which side escapes more often, and the
 * largest difference.
 */
export function against(
  data: MapData,
  side: number,
): { more: number; less: number; largest: number } | null {
  const { tallies, cells } = data;
  let counted = 0;
  let more = 0;
  let less = 0;
  let largest = 0;
  for (let cell = 0; cell < cells; cell++) {
    const failed = tallies.failure(cell, 0) ?? tallies.failure(cell, side);
    if (tallies.particles[cell] === 0 || failed !== undefined) continue;
    counted++;
    const { difference, low, high } = data.differenceAt(side, cell);
    if (high < 0) more++;
    if (low > 0) less++;
    largest = Math.max(largest, Math.abs(difference));
  }
  return counted === 0 ? null : { more: more / counted, less: less / counted, largest };
}
