/**
 * Places, in cells, where a list of values goes through 0, straight between neighbours: `zeroLines`
 * in one dimension, by the same rules, so that a slice has its marks where the map has its line.
 *
 * @param values  One for each cell. 0 counts as below, an infinite value as a very large one; beside a NaN there is no place.
 * @returns Rising; the middle of cell k is at k.
 */
export function zeroPlaces(values: ArrayLike<number>): number[] {
  const at = (k: number) => Math.min(1e300, Math.max(-1e300, values[k]));
  const found: number[] = [];
  for (let k = 0; k + 1 < values.length; k++) {
    const p = at(k);
    const q = at(k + 1);
    if (Number.isNaN(p + q) || p > 0 === q > 0) continue;
    found.push(k + p / (p - q));
  }
  return found;
}
