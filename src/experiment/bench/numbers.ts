/** How numbers read in a report: 1,234,567, and three significant digits of what was measured. */

import { grouped } from '../../numerics/grouped';

export function wholeNumber(value: number): string {
  return grouped(String(value));
}

export function digits(value: number): string {
  return grouped(plain(Number(value.toPrecision(3))));
}

/** Without a power of ten, for what is measured: at most 20 decimals. */
function plain(value: number): string {
  const text = String(value);
  return text.includes('e') ? value.toFixed(value < 1 ? 20 : 0).replace(/\.?0+$/, '') : text;
}
