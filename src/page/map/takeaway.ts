import { number, percent } from '../format';
import type { MapData } from './map-data';
import { sideLetter, sideName } from './side-names';

/** What the maps show, in one or two sentences, from the numbers that are there. */
export function takeawayOf(data: MapData): string {
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
  const sentences = [
    `${sideName(sides, 0)} escapes more often than not in ${percent(mostly / counted, 0)} of the cells.`,
  ];
  for (let side = 1; side < sides.length; side++) sentences.push(comparison(data, side));
  return sentences.join(' ');
}

/** Cells whose paired interval leaves no doubt which side escapes more often. */
function comparison(data: MapData, side: number): string {
  const { tallies, cells, sides } = data;
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
    if (Math.abs(difference) > Math.abs(largest)) largest = difference;
  }
  if (counted === 0) return '';
  const name = `${sideLetter(side)} (${sideName(sides, side)})`;
  const share = (count: number) => percent(count / counted, 0);
  return `${name} escapes more often in ${share(more)} of the cells, less often in ${share(less)}; the largest difference is ${number(100 * Math.abs(largest), 2)} percentage points.`;
}
