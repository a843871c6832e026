import { readFileSync } from 'node:fs';
import { expect } from 'vitest';

/** One case of tests/reference/public.json. */
export interface ReferenceCase {
  id: string;
  kind: string;
  quantity: string;
  noise: 'gaussian' | 'rademacher';
  params: Record<string, number>;
  value: number;
  abs_err: number;
}

/** In the file the noise stands among the numbers. */
function noiseOf(params: object): ReferenceCase['noise'] | undefined {
  return (params as { noise?: ReferenceCase['noise'] }).noise;
}

const file = new URL('../../reference/public.json', import.meta.url);

/**
 * All cases of the named kind; throws when there is none, so that a renamed kind cannot pass
 * unseen.
 */
export function referenceCases(kind: string): ReferenceCase[] {
  const all: ReferenceCase[] = JSON.parse(readFileSync(file, 'utf8')).cases;
  const found = all
    .filter((one) => one.kind === kind)
    .map((one) => ({
      ...one,
      noise: noiseOf(one.params) ?? (kind === 'coin' ? 'rademacher' : 'gaussian'),
    }));
  if (found.length === 0) throw new Error(`no reference case of kind ${kind}`);
  return found;
}

/** Holds the documented tolerance: the reference's own error, or 1e-9 of the value. */
export function expectReference(found: number, { value, abs_err }: ReferenceCase): void {
  expectWithin(found, value, Math.max(abs_err, 1e-9 * Math.abs(value)));
}

/** |found - value| <= tolerance; NaN fails. */
export function expectWithin(found: number, value: number, tolerance: number): void {
  expect(Math.abs(found - value) <= tolerance, `${found} is not ${value} within ${tolerance}`).toBe(
    true,
  );
}

/** |found - value| <= fraction |value|; NaN fails. */
export function expectRelative(found: number, value: number, fraction: number): void {
  expectWithin(found, value, fraction * Math.abs(value));
}

/** The law's name in a spec. */
export function lawOf({ noise }: ReferenceCase): 'gaussian' | 'two-point' {
  return noise === 'rademacher' ? 'two-point' : 'gaussian';
}
