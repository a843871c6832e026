import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { stepFiles } from '../../scripts/story/render';
import { STORY_FACTS } from '../support/story-facts';

const ROOT = join(import.meta.dirname, '../..');
/** Standard errors that a run may be off: one false alarm in a million for a number. */
const MOST_Z = 5;

/** Numbers in the text: "0.716", "83 %", "2,048", "−0.36". */
const said = stepFiles(ROOT).flatMap(({ name, text }) =>
  [...text.matchAll(/\[([^\]]+)\]\{fact:([\w-]+)\}/g)].map(([, words, fact]) => ({
    name,
    words,
    fact,
  })),
);

/** A number as the text writes it, and half a unit of its last digit. */
function read(words: string): { value: number; within: number } {
  const plain = words.replace('−', '-').replaceAll(',', '').replace(/ ?%$/, '');
  const scale = words.endsWith('%') ? 0.01 : 1;
  const decimals = plain.split('.')[1]?.length ?? 0;
  return { value: Number(plain) * scale, within: 0.5 * 10 ** -decimals * scale };
}

describe('numbers of the story are those of its runs and of the theory', () => {
  test.each(said)('$name: $words ($fact)', async ({ words, fact }) => {
    const compute = STORY_FACTS[fact];
    expect(compute, `there is no fact ${fact}`).toBeDefined();
    const found = await compute();
    const { value, error } = typeof found === 'number' ? { value: found, error: 0 } : found;
    const { value: written, within } = read(words);
    // The last digit is rounded, and a half may round either way.
    expect(Math.abs(written - value), `it is ${value}`).toBeLessThanOrEqual(
      within * (1 + 1e-9) + MOST_Z * error,
    );
  });

  test('every fact is said somewhere', () => {
    const names = new Set(said.map(({ fact }) => fact));
    expect(Object.keys(STORY_FACTS).filter((name) => !names.has(name))).toEqual([]);
  });

  test('numbers are read as they are written', () => {
    expect(read('−1,024')).toEqual({ value: -1024, within: 0.5 });
    expect(read('83 %').value).toBeCloseTo(0.83, 12);
    expect(read('83 %').within).toBeCloseTo(0.005, 12);
    expect(read('0.716')).toEqual({ value: 0.716, within: 0.0005 });
  });
});
