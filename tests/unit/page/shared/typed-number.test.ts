import fc from 'fast-check';
import { expect, test } from 'vitest';
import { quoted, typedNumber, typedNumbers } from '../../../../src/page/shared/typed-number';

const numberIn = (text: string) => {
  const read = typedNumber(text);
  return 'value' in read ? read.value : null;
};

test.each([
  ['0.5', 0.5],
  ['0,5', 0.5],
  [' ,5 ', 0.5],
  ['0,125', 0.125],
  ['12,34', 12.34],
  ['-1,5', -1.5],
  ['−1,5', -1.5],
  ['–2', -2],
  ['+3.', 3],
  ['1e−3', 1e-3],
  ['1,5E3', 1500],
  ['\u00a07\u2009', 7],
  ['-0', -0],
  ['0e5', 0],
])('%s is %s', (text, value) => expect(numberIn(text)).toBe(value));

test.each([
  ['', 'is not a number; give one such as 1'],
  ['0x10', 'is not a number'],
  ['0b1', 'is not a number'],
  ['0o7', 'is not a number'],
  ['Infinity', 'is not a number'],
  ['NaN', 'is not a number'],
  ['1 2', 'is not a number'],
  ['1e', 'is not a number'],
  ['5 %', 'is not a number'],
  ['1,234', 'can mean 1234 or 1.234; give one of the two'],
  ['1,234,567', 'has thousands separators'],
  ['1.234,5', 'has thousands separators'],
  ['1,234.5', 'has thousands separators'],
  ['1 234', 'has thousands separators'],
  ['1’234', 'has thousands separators'],
  ['1_000', 'has thousands separators'],
  ['1e400', 'is too large'],
  ['1e-400', 'is too small'],
])('“%s” is refused', (text, words) => {
  const read = typedNumber(text);
  expect('wrong' in read && read.wrong).toContain(words);
});

test('every number that is written comes back, with a point, with a comma and with a typographic minus', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
      const text = String(value);
      expect(numberIn(text)).toBe(value === 0 ? 0 : value);
      const german = text.replace('.', ',').replaceAll('-', '−');
      expect([value === 0 ? 0 : value, null]).toContain(numberIn(german));
      if (!/^.?\d{1,3},\d{3}$/.test(german)) expect(numberIn(german)).toBe(value === 0 ? 0 : value);
    }),
    { seed: 1 },
  );
});

test('whatever is typed is a finite number or a sentence, and never another number than JavaScript reads', () => {
  const letters = fc.constantFrom(...'0123456789.,-−–+eExXbo_ \u00a0;%Ii/');
  const texts = fc.oneof(fc.string({ unit: letters, maxLength: 10 }), fc.string());
  fc.assert(
    fc.property(texts, (text) => {
      const read = typedNumber(text);
      if ('wrong' in read) expect(read.wrong).toMatch(/^(is|can|has) .{10,}[^.]$/);
      else {
        expect(Number.isFinite(read.value)).toBe(true);
        expect(read.value).toBe(Number(text.trim().replace(/[−–]/g, '-').replace(',', '.')));
        expect(text).not.toMatch(/[xob]/i);
      }
      expect(quoted(text).length).toBeLessThanOrEqual(43);
    }),
    { seed: 2, numRuns: 2000 },
  );
});

test.each([
  ['1 2 3', [1, 2, 3]],
  ['1, 2, 3', [1, 2, 3]],
  ['1,2,3', [1, 2, 3]],
  ['0,5 1,5; 2', [0.5, 1.5, 2]],
  ['0.5;1.5', [0.5, 1.5]],
  ['7', [7]],
] as [string, number[]][])('the list %s', (text, values) =>
  expect(typedNumbers(text)).toEqual({ values }),
);

test('a list of one may have a decimal comma; where it can be two numbers it is refused', () => {
  expect(typedNumbers('1,5', 1)).toEqual({ values: [1.5] });
  expect(typedNumbers('1, 2', 1)).toEqual({ values: [1, 2] });
  expect(typedNumbers('1,5')).toEqual({
    wrong: '“1,5” can be one number or two; put spaces between numbers and decimal points in them',
  });
  expect(typedNumbers('1 x')).toEqual({
    wrong: '“x” is not a number; give one such as 1',
  });
  expect(typedNumbers('')).toEqual({
    wrong: 'nothing is not a number; give one such as 1',
  });
});
