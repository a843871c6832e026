import { expect, it } from 'vitest';
import { specSummary } from '../../../../src/page/watch/spec-summary';
import { parseSpec } from '../../../../src/spec/schema';

it.each([
  [{ law: 'student-t', nu: 3 }, 'Student t noise, nu = 3, '],
  [{ law: 'dataset', samples: 64 }, 'a data set of 64, '],
  [{ normals: 1 }, 'normal noise, one number a step, '],
])('the line of an experiment says its noise: %o', (noise, words) => {
  expect(specSummary(parseSpec({ noise }))).toContain(words);
  expect(specSummary(parseSpec({}))).not.toContain('noise');
});
