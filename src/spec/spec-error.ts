import { visible } from './plain-text';

/**
 * A spec was refused. The message is one sentence: where, what was found, what would be accepted.
 */
export class SpecError extends Error {
  constructor(
    /** Where: `noise.sigma`; empty for the whole spec. */
    readonly path: string,
    /** What stands there. */
    readonly found: unknown,
    /** What would be accepted, in words. */
    readonly accepted: string,
  ) {
    super(`${path || 'spec'}: ${show(found)} is not accepted; give ${accepted}.`);
    this.name = 'SpecError';
  }
}

function show(value: unknown): string {
  if (value === undefined) return 'a missing value';
  if (value instanceof UnknownField) return 'an unknown field';
  if (typeof value === 'number') return String(value);
  if (typeof value === 'bigint' || typeof value === 'function' || typeof value === 'symbol')
    return `a ${typeof value}`;
  return shorten(asJson(value));
}

export function shorten(text: string): string {
  const seen = visible(text.slice(0, 61));
  if (seen.length <= 60) return seen;
  return `${seen.slice(0, 56)}...${text.startsWith('"') ? '"' : ''}`;
}

function asJson(value: unknown): string {
  try {
    return JSON.stringify(value) ?? 'an object that is not JSON';
  } catch {
    return 'a deeply nested value';
  }
}

/** Stands for the value of a field that nobody knows. */
export class UnknownField {}
