import { exp, powerOfTwo } from '../../numerics/elementary';
import { Fourier } from '../numerics/fourier';

/**
 * x <- M x in every step, M drawn afresh from any law: ln |x| is a random walk, whose steps are
 * added up on a grid of cells.
 */
export interface RatioWalk {
  /** P(|M| > r), r >= 0. */
  beyond(r: number): number;
  /** ln(|x_0| / radius). */
  start: number;
  steps: number;
}

/** Cells of the coarsest grid to a width of ln |M|, and halvings of it that are looked at. */
const COARSEST = 4;
const HALVINGS = 6;
/** Most cells times steps: seconds. */
const MOST_WORK = 2 ** 22;
const MOST_CELLS = 2 ** 15;

/** Depths below the radius in widths of ln |M|; first, and how often it is doubled at most. */
const FIRST_DEPTH = 32;
const DOUBLINGS = 9;

/** Largest error of a law whose density has jumps or poles, which no power of the spacing takes off. */
const ROUGH_ERROR = 1e-4;

/**
 * P(|x_n| > radius for some 1 <= n <= steps). On a grid the error of a smooth law falls like the
 * square of its spacing, and two powers of it are taken off (Richardson, 1911): the error is then the
 * difference of two such results, a thousand times the true one. Where that does not get below
 * `wanted`, the finest grid, with twice the larger of the last two differences, up to ROUGH_ERROR.
 * Held by tests/unit/theory/ratio-walk.test.ts.
 * @param wanted  Error that serves.
 * @returns Null where no error is small enough.
 */
export function ratioWalkEscape(
  walk: RatioWalk,
  wanted: number,
): { probability: number; error: number } | null {
  const { steps } = walk;
  if (steps === 0) return { probability: 0, error: 0 };
  const width = widthOf(walk);
  if (!(width > 0)) return null;
  const spacing = width / COARSEST;
  const coarsest = deepEnough(walk, spacing, wanted);
  if (coarsest === null) return null;
  const { cells } = coarsest;
  const beyondDepth = wanted / 10;
  const found = [coarsest.probability];
  const better: number[] = [];
  for (let k = 1; k <= HALVINGS; k++) {
    const fine = cells * powerOfTwo(k);
    if (fine > MOST_CELLS || fine * steps > MOST_WORK) break;
    found.push(onGrid(walk, spacing / powerOfTwo(k), fine));
    better.push((4 * found[k] - found[k - 1]) / 3);
    if (k < 2) continue;
    const error = Math.abs(better[k - 1] - better[k - 2]) + beyondDepth;
    if (error > wanted) continue;
    const probability = (16 * better[k - 1] - better[k - 2]) / 15;
    return { probability: Math.min(1, Math.max(0, probability)), error };
  }
  const [before, last, finest] = found.slice(-3);
  if (finest === undefined) return null;
  const error = 2 * Math.max(Math.abs(finest - last), Math.abs(last - before)) + beyondDepth;
  return error <= ROUGH_ERROR ? { probability: finest, error } : null;
}

/** Half of the middle half of ln |M|. */
function widthOf({ beyond }: RatioWalk): number {
  const where = (share: number): number => {
    let [low, high] = [-700, 700];
    for (let k = 0; k < 60; k++) {
      const middle = (low + high) / 2;
      if (beyond(exp(middle)) > share) low = middle;
      else high = middle;
    }
    return low;
  };
  return (where(0.25) - where(0.75)) / 2;
}

/**
 * Cells of a spacing, a power of two, below which nothing comes back, and the probability on them;
 * null for too many.
 */
function deepEnough(
  walk: RatioWalk,
  spacing: number,
  wanted: number,
): { cells: number; probability: number } | null {
  let cells = FIRST_DEPTH * COARSEST;
  let before = onGrid(walk, spacing, cells);
  for (let k = 0; k < DOUBLINGS; k++) {
    cells *= 2;
    if (cells > MOST_CELLS || cells * walk.steps > MOST_WORK) return null;
    const probability = onGrid(walk, spacing, cells);
    // The grid's own error is the same in both.
    if (-walk.start < (cells * spacing) / 4 && Math.abs(probability - before) < wanted / 100)
      return { cells, probability };
    before = probability;
  }
  return null;
}

/** The probability with all of a cell in its middle, and none below the last one coming back. */
function onGrid({ beyond, start, steps }: RatioWalk, spacing: number, cells: number): number {
  const above = (l: number) => beyond(exp(l));
  const leave = Float64Array.from({ length: cells }, (_, i) => above((i + 0.5) * spacing));
  let escaped = above(-start);
  if (steps === 1) return escaped;
  const length = 2 * cells;
  const fourier = new Fourier(length);
  const kernelRe = new Float64Array(length);
  const kernelIm = new Float64Array(length);
  const edge = (d: number) => above((0.5 - d) * spacing);
  let upper = edge(1 - cells);
  for (let d = 1 - cells; d < cells; d++) {
    const lower = edge(d + 1);
    kernelRe[(d + length) % length] = (lower - upper) / length;
    upper = lower;
  }
  fourier.transform(kernelRe, kernelIm);
  const re = new Float64Array(length);
  const im = new Float64Array(length);
  let near = escaped;
  for (let i = 0; i < cells; i++) {
    const far = above(-start - (i + 1) * spacing);
    re[i] = far - near;
    near = far;
  }
  for (let n = 2; n <= steps; n++) {
    for (let i = 0; i < cells; i++) escaped += re[i] * leave[i];
    if (n === steps) break;
    re.fill(0, cells);
    im.fill(0);
    fourier.transform(re, im);
    // The transform of what is conjugate is the inverse one.
    for (let k = 0; k < length; k++) {
      const x = re[k] * kernelRe[k] - im[k] * kernelIm[k];
      im[k] = -(re[k] * kernelIm[k] + im[k] * kernelRe[k]);
      re[k] = x;
    }
    fourier.transform(re, im);
  }
  return escaped;
}
