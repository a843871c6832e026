// Whether two samples are of the same law.

/**
 * Two-sample Kolmogorov-Smirnov distance at the edges of a histogram.
 *
 * @param {readonly number[]} edges  Rising.
 * @param {readonly number[]} counts  Of the reference: below, bins, above. edges.length + 1
 * integers.
 * @param {Float32Array} values  The other sample.
 * @returns {{ distance: number, bound: number }} Of two samples of one law the distance stays below
 * the bound but with probability `alpha`. A value that is no number makes the distance 1. Source: Smirnov 1939,
 * in the form that holds for every n by Massart 1990.
 */
export function compareWithCounts(edges, counts, values, alpha = 1e-5) {
  const own = new Float64Array(edges.length + 1);
  let bad = false;
  for (const value of values) {
    if (Number.isNaN(value)) bad = true;
    own[slotOf(value, edges)]++;
  }
  const n = values.length;
  const m = counts.reduce((sum, count) => sum + count, 0);
  let distance = 0;
  let a = 0;
  let b = 0;
  for (let slot = 0; slot < own.length; slot++) {
    a += own[slot] / n;
    b += counts[slot] / m;
    distance = Math.max(distance, Math.abs(a - b));
  }
  return {
    distance: bad ? 1 : distance,
    bound: Math.sqrt((-Math.log(alpha / 2) / 2) * (1 / n + 1 / m)),
  };
}

/**
 * How many edges are <= value.
 *
 * @param {number} value
 * @param {readonly number[]} edges
 */
function slotOf(value, edges) {
  let low = 0;
  let high = edges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (edges[middle] <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}
