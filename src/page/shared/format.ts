/** How numbers read on the page: short, with real minus signs, the same everywhere. */

import { grouped } from '../../numerics/grouped';

const MINUS = '−';
/** |x| from which on a saddle freezes a particle: docs/numerics.md, "Steps". */
const FREEZE_LIMIT = 1e30;
const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** A number in at most `digits` significant digits; powers of ten outside 0.001 to 99,999. */
export function number(value: number, digits = 3): string {
  if (Number.isNaN(value)) return 'not a number';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : `${MINUS}∞`;
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size < 1e-3 || size >= 1e5) {
    const [mantissa, exponent] = size.toExponential(Math.max(0, digits - 1)).split('e');
    const short = String(Number(mantissa));
    return `${sign(value)}${short === '1' ? '' : `${short}·`}10${superscript(Number(exponent))}`;
  }
  const rounded = Number(size.toPrecision(digits));
  const decimals = Math.max(0, digits - 1 - Math.floor(Math.log10(rounded)));
  const text = rounded.toFixed(Math.min(decimals, 8));
  return (
    sign(value) + grouped(text.includes('.') ? text.replace(/0+$/, '').replace(/\.$/, '') : text)
  );
}

/**
 * Where a particle is: one that is frozen at the end of the range is beyond it, and not at a place.
 */
export function place(x: number, digits = 3): string {
  if (Math.abs(x) < FREEZE_LIMIT) return number(x, digits);
  return `beyond ${sign(x)}10${superscript(30)}`;
}

/** A number in all of its digits, for boxes: what is typed back is the same number. */
export function exact(value: number): string {
  const [mantissa, exponent] = String(value).split('e');
  if (exponent === undefined) return mantissa;
  const head = mantissa.replace(/^(-?)1$/, '$1');
  return `${head}${/\d/.test(head) ? '·' : ''}10${superscript(Number(exponent))}`;
}

/** A number with a fixed number of decimals and always a sign, for values that change in place. */
export function signed(value: number, decimals = 2): string {
  if (!Number.isFinite(value)) return number(value);
  const text = Math.abs(value).toFixed(decimals);
  if (Number(text) === 0 && value !== 0)
    return (value > 0 ? '+' : MINUS) + number(Math.abs(value), 2);
  return (value > 0 ? '+' : value < 0 ? MINUS : '') + text;
}

/** 1234567 as "1,234,567". */
export function whole(value: number): string {
  return sign(value) + grouped(String(Math.abs(Math.round(value))));
}

/** A share as a percentage. Never rounds something to nothing or nearly all to all. */
export function percent(share: number, decimals = 1): string {
  if (share === 0) return '0 %';
  if (share === 1) return '100 %';
  const percentage = share * 100;
  const least = 10 ** -decimals;
  if (percentage < least) return `${number(percentage, 2)} %`;
  // 99.9996 % in one decimal would read 100.0 %: give it the digits it needs.
  const missing = 100 - percentage;
  const places = missing < least ? Math.min(6, Math.ceil(-Math.log10(missing)) + 1) : decimals;
  return `${percentage.toFixed(places)} %`;
}

/** Both ends with enough digits to tell them apart. */
export function interval(low: number, high: number): string {
  const width = (high - low) * 100;
  const decimals = width > 0 ? Math.min(4, Math.max(1, Math.ceil(-Math.log10(width)) + 1)) : 1;
  return `${percent(low, decimals).replace(' %', '')} to ${percent(high, decimals)}`;
}

const UNITS: [number, string][] = [
  [1e12, 'trillion'],
  [1e9, 'billion'],
  [1e6, 'million'],
  [1e3, 'thousand'],
];

/**
 * The largest of thousand to trillion that a number holds, with its name; 1 without a name for
 * small ones.
 */
export function unitOf(value: number): [size: number, name: string] {
  return UNITS.find(([size]) => value >= size) ?? [1, ''];
}

/** Rates such as 2.1 billion, for people. */
export function large(value: number): string {
  const [size, name] = unitOf(value);
  return `${number(value / size, 3)} ${name}`.trim();
}

/** The exponent k of 10^k as superscript digits. */
export function superscript(exponent: number): string {
  const digits = String(Math.abs(exponent)).replace(/\d/g, (digit) => SUPERSCRIPTS[Number(digit)]);
  return (exponent < 0 ? '⁻' : '') + digits;
}

/** Powers of ten that no number holds, such as 10^1000. */
export function decade(exponent: number): string {
  return `10${superscript(Math.round(exponent))}`;
}

function sign(value: number): string {
  return value < 0 ? MINUS : '';
}
