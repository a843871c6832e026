/** How numbers read in a report: 1,234,567, and three significant digits of what was measured. */

export function whole(value: number): string {
  return value.toLocaleString('en');
}

export function digits(value: number): string {
  return Number(value.toPrecision(3)).toLocaleString('en', { maximumSignificantDigits: 3 });
}
