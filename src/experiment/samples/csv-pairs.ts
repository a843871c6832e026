import { visible } from '../../spec/plain-text';
import { SamplesError } from './samples-error';

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
/** Of header lines that name both columns the other way round. */
const SWAPPED = /^eta$/i;

/**
 * Pairs of a text with one on each line. Fields are between commas, semicolons, tabs or spaces, and
 * may be in quotes. Lines that begin with # and empty ones are left out; the first other line may be
 * a header of two names, and one that says eta, xi swaps the columns.
 *
 * @throws SamplesError that names the line.
 */
export function csvPairs(text: string, name: string): Float64Array {
  const pairs: number[] = [];
  let header: string[] | null = null;
  for (const [index, line] of text.split(/\r\n|\n|\r/).entries()) {
    if (line.trim() === '' || line.startsWith('#')) continue;
    const fields = fieldsOf(line);
    if (fields.length !== 2)
      throw new SamplesError(
        name,
        `has ${fields.length} field${fields.length === 1 ? '' : 's'} in line ${index + 1}; give two, xi and eta`,
      );
    const numbers = fields.map((field) => NUMBER.test(field));
    if (pairs.length === 0 && !header && !numbers[0] && !numbers[1] && fields.every(isWord)) {
      header = fields;
      continue;
    }
    const bad = numbers.indexOf(false);
    if (bad >= 0)
      throw new SamplesError(
        name,
        `has ${visible(JSON.stringify(fields[bad].slice(0, 40)))} in line ${index + 1}; give a number such as 0.5 or -1e-3`,
      );
    const [first, second] = fields.map(Number);
    pairs.push(first, second);
  }
  if (pairs.length === 0) throw new SamplesError(name, 'has no pairs; give a line for each');
  return header && SWAPPED.test(header[0]) ? swapped(pairs) : Float64Array.from(pairs);
}

/** A name, and no number that is not one, such as NaN. */
function isWord(field: string): boolean {
  return /^[A-Za-z_]/.test(field) && !/^(nan|inf(inity)?)$/i.test(field);
}

function fieldsOf(line: string): string[] {
  const separator = line.includes(',')
    ? ','
    : line.includes(';')
      ? ';'
      : line.includes('\t')
        ? '\t'
        : /\s+/;
  return line
    .trim()
    .split(separator)
    .map((field) => field.trim().replace(/^"(.*)"$/, '$1'));
}

function swapped(pairs: readonly number[]): Float64Array {
  return Float64Array.from(pairs, (_, at) => pairs[at ^ 1]);
}
