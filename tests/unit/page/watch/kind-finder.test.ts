import { expect, test } from 'vitest';
import { lossKinds, noiseLaws, optimizerKinds } from '../../../../src/models/registry';
import { everyKind, searched } from '../../../../src/page/watch/kind-finder';

const kindsOf = (text: string) => searched(everyKind(), text).map(({ kind }) => kind);

test('the finder knows every loss, method and law once', () => {
  const all = everyKind().map(({ group, kind }) => `${group}/${kind}`);
  expect(all).toHaveLength(lossKinds().length + optimizerKinds().length + noiseLaws().length);
  expect(new Set(all).size).toBe(all.length);
  for (const { family, name } of everyKind()) {
    expect(family).toMatch(/^[A-Z]/);
    expect(name).toMatch(/\w/);
  }
});

test('a search finds what has all of its words, in any case', () => {
  expect(kindsOf('ADAPTIVE')).toEqual(
    optimizerKinds().filter((kind) =>
      ['rmsprop', 'adam', 'adamw', 'amsgrad', 'adagrad', 'adai'].includes(kind),
    ),
  );
  expect(kindsOf('tails student')).toEqual(['student-t']);
  expect(kindsOf('slopes root mean square')).toContain('adam');
  expect(kindsOf('no such kind')).toEqual([]);
  expect(kindsOf('  ')).toHaveLength(everyKind().length);
});
