/** The number, or null where it is infinite, NaN or missing: JSON has no other way to say so. */
export function finiteOrNull(value: number | null | undefined): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}
