import { textOf } from '../../spec/bytes-text';
import { type GivenSamples, MOST_GIVEN } from '../../spec/given-samples';
import { givenSamples } from '../../spec/given-set';
import { csvPairs } from './csv-pairs';
import { dataName } from './data-name';
import { jsonPairs } from './json-pairs';
import { isNpy, npyPairs } from './npy-pairs';
import { MOST_SAMPLES_BYTES, SamplesError } from './samples-error';

const FEWEST = 3;
/** Largest |xi| and |eta|, as of every number of a spec. */
const LARGEST = 1e30;

/**
 * Pairs (xi, eta) of a file, of which the content says what it is:
 *
 *   NumPy   .npy, float64 or float32, little-endian, C order, shape (n, 2)
 *   JSON    [[xi, eta], ...] or { "xi": [...], "eta": [...] }
 *   CSV     a line a pair, with comma, semicolon, tab or spaces between; a header line and lines
 *           that begin with # are optional
 *
 * @param name  Where the bytes are from, for sentences.
 * @throws SamplesError, or TextError, in one sentence with the line or the pair.
 */
export function readSamples(bytes: Uint8Array, name: string): GivenSamples {
  if (bytes.length > MOST_SAMPLES_BYTES)
    throw new SamplesError(
      name,
      `has ${bytes.length} bytes; give at most ${MOST_SAMPLES_BYTES}, which ${MOST_GIVEN} pairs fit in`,
    );
  const pairs = isNpy(bytes) ? npyPairs(bytes, name) : pairsOfText(bytes, name);
  checkPairs(pairs, name);
  return givenSamples(dataName(pairs), pairs);
}

function pairsOfText(bytes: Uint8Array, name: string): Float64Array {
  if (bytes[0] === 0x50 && bytes[1] === 0x4b)
    throw new SamplesError(name, 'is a ZIP or NPZ file; give one array, as a .npy file');
  const text = textOf(bytes, { what: 'samples', name, most: MOST_SAMPLES_BYTES }).replace(
    /^\ufeff/,
    '',
  );
  return /^\s*[[{]/.test(text) ? jsonPairs(text, name) : csvPairs(text, name);
}

/** @throws SamplesError for pairs that no noise is made of. */
function checkPairs(pairs: Float64Array, name: string): void {
  const count = pairs.length / 2;
  if (count < FEWEST || count > MOST_GIVEN)
    throw new SamplesError(
      name,
      `has ${count} pair${count === 1 ? '' : 's'}; give ${FEWEST} to ${MOST_GIVEN}`,
    );
  const bad = pairs.findIndex((value) => !(Math.abs(value) <= LARGEST));
  if (bad >= 0)
    throw new SamplesError(
      name,
      `has the ${bad % 2 === 0 ? 'xi' : 'eta'} ${pairs[bad]} in pair ${(bad >> 1) + 1}; give numbers between -1e30 and 1e30`,
    );
  const varies = (side: number) =>
    pairs.some((value, at) => at % 2 === side && value !== pairs[side]);
  if (!varies(0) && !varies(1))
    throw new SamplesError(name, 'has pairs that are all equal, which is no noise');
}
