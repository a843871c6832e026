import { powerOfTwo } from '../../numerics/elementary';
import { minusTwoLog } from './normal';

/**
 * Exponentials and logarithms by the shader's polynomials, in float64. Mirrors
 * shaders/exponential.wgsl. Relative errors of e^x and e^x - 1: 2e-8, held by
 * tests/unit/engine/exponential.test.ts.
 */
const LOG2_E = 1.4426950216293335;
const LN_2_HIGH = 0.693359375;
const LN_2_LOW = -0.00021219444170128554;
const SMALLEST_EXPONENT = -69;
const LARGEST_EXPONENT = 87;

const powers = Float64Array.from({ length: 253 }, (_, i) => powerOfTwo(i - 126));
/** Of the last call: e^x = scale + scale * rest. */
let scale = 1;
let rest = 0;

function split(x: number): void {
  const inside = Math.min(Math.max(x, SMALLEST_EXPONENT), LARGEST_EXPONENT);
  const k = Math.floor(inside * LOG2_E + 0.5);
  const r = inside - k * LN_2_HIGH - k * LN_2_LOW;
  let p = 0.0013946450781077147 * r + 0.008366583846509457;
  p = p * r + 0.04166628047823906;
  p = p * r + 0.1666654348373413;
  p = p * r + 0.5;
  scale = powers[k + 126];
  rest = r * (p * r + 1);
}

/** e^x, where x below -69 and above 87 counts as that. */
export function naturalExponential(x: number): number {
  split(x);
  return scale + scale * rest;
}

/** e^x - 1, where x below -69 and above 87 counts as that. */
export function exponentialLessOne(x: number): number {
  split(x);
  return scale * rest + (scale - 1);
}

/** ln x for 2^-150 < x < 2^96, x rounded to 24 bits. */
export function naturalLog(x: number): number {
  return -0.5 * minusTwoLog(x * 2147483648);
}
