import { expect, test } from 'vitest';
import { agreementWords } from '../../../../src/page/map/agreement-words';
import { count, emptyMap } from './any-map';

test('nothing is said before there is anything to say', () => {
  expect(agreementWords(emptyMap(4, 3))).toBe('');
});

test('the gain of the same noise has a number, or says that the sides never part', () => {
  const data = emptyMap(4, 3);
  count(data, 0, 1000, 500, 500, 500);
  expect(agreementWords(data)).toBe(
    'The same noise makes standard errors smaller: to nothing for A − B, where every pair agrees.',
  );
  count(data, 1, 1000, 500, 500, 450);
  // Variances, paired 0 + 0.1 and independent 0.5 + 0.5.
  expect(agreementWords(data)).toBe(
    'The same noise makes standard errors smaller: 3.16 times for A − B.',
  );
});

test('what is exact is held against the counts, side by side', () => {
  const data = emptyMap(4, 3);
  for (let cell = 0; cell < data.cells; cell++) count(data, cell, 1000, 0, 500);
  for (const cell of [0, 1, 2]) data.exact[1][cell] = 0.5;
  count(data, 2, 1000, 0, 560);
  const words = agreementWords(data);
  expect(words).toContain(
    'B: of 3 cells with an exact probability 1 lie outside their 99 % interval',
  );
  expect(words).toContain('0.03 are expected');
  // 60 beyond 500, of which one standard error is sqrt(250).
  expect(words).toContain('The largest |z| is 3.8.');
  expect(words).not.toContain('A:');
});
