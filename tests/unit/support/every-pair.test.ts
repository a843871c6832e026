import { expect, test } from 'vitest';
import { everyPair } from '../../support/every-pair';

const LISTS = [
  ['a', 'b', 'c', 'd', 'e'],
  ['A', 'B', 'C', 'D'],
  ['1', '2', '3', '4', '5', '6'],
  ['x', 'y'],
] as const;

test('every two entries that go together meet, in fewer than all combinations', () => {
  const apart = (letter: string, digit: string) => letter === 'c' && digit === '3';
  const found = everyPair(LISTS, (...all) => (apart(all[0], all[2]) ? null : all.join('')));
  expect(found.length).toBeLessThan(60);
  for (const [i, list] of LISTS.entries())
    for (const other of LISTS.slice(i + 1))
      for (const one of list)
        for (const two of other)
          expect(
            found.some((text) => text.includes(one) && text.includes(two)),
            one + two,
          ).toBe(!apart(one, two));
});
