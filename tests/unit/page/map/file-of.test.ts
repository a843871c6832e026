import { expect, test } from 'vitest';
import { fileOf } from '../../../../src/page/map/file-of';

test('a file of many parts has the bytes of its text in one piece, and its type', async () => {
  const lines = Array.from({ length: 30_000 }, (_, i) => `${i} ${'é'.repeat(i % 90)}\n`);
  expect(lines.join('').length).toBeGreaterThan(2 ** 20);
  const file = fileOf(lines, 'text/csv');
  expect(file.type).toBe('text/csv');
  expect(await file.text()).toBe(lines.join(''));
});

test('a file of bytes is those bytes', async () => {
  const bytes = Uint8Array.of(0, 255, 128);
  const file = fileOf(bytes, 'application/zip');
  expect(file.type).toBe('application/zip');
  expect(new Uint8Array(await file.arrayBuffer())).toEqual(bytes);
});
