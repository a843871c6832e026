import { readJson } from '../../spec/json-text';
import { MOST_SAMPLES_BYTES, SamplesError } from './samples-error';

/**
 * Pairs of JSON: a list of [xi, eta], or two lists of one length, "xi" and "eta".
 * @throws TextError where it is no JSON; SamplesError that names the pair.
 */
export function jsonPairs(text: string, name: string): Float64Array {
  const value = readJson(text, { what: 'samples', name, most: MOST_SAMPLES_BYTES });
  const list = Array.isArray(value) ? value : zipped(value, name);
  const pairs = new Float64Array(2 * list.length);
  for (const [at, pair] of list.entries()) {
    if (!Array.isArray(pair) || pair.length !== 2 || !pair.every(Number.isFinite))
      throw new SamplesError(name, `has no two numbers in pair ${at + 1}; give [xi, eta]`);
    pairs.set(pair, 2 * at);
  }
  return pairs;
}

function zipped(value: unknown, name: string): unknown[] {
  const { xi, eta } = value as { xi?: unknown; eta?: unknown };
  if (!Array.isArray(xi) || !Array.isArray(eta) || xi.length !== eta.length)
    throw new SamplesError(
      name,
      'is JSON without pairs; give [[xi, eta], ...], or lists "xi" and "eta" of one length',
    );
  return xi.map((first, at) => [first, eta[at]]);
}
