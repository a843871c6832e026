/**
 * A group's coordinates, or its optimizer's memory of the way, in a population: all rows of memory
 * of a group stand together. Mirrors the files of shaders/state/.
 *
 * @param rows  Shape: f64[coordinates, then memory][particles].
 * @param row   First row of the group.
 */
export function loadPoint(
  rows: Float64Array,
  row: number,
  particles: number,
  particle: number,
  x: Float64Array,
) {
  for (let k = 0; k < x.length; k++) x[k] = rows[(row + k) * particles + particle];
}

export function storePoint(
  rows: Float64Array,
  row: number,
  particles: number,
  particle: number,
  x: Float64Array,
) {
  for (let k = 0; k < x.length; k++) rows[(row + k) * particles + particle] = x[k];
}
