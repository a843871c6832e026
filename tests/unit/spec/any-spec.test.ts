import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lossKinds, noiseLaws, optimizerKinds, scheduleKinds } from '../../../src/models/registry';
import { STARTS } from '../../../src/spec/schema';
import type { Spec } from '../../../src/spec/spec';
import { anySpec } from './any-spec';

const drawn = fc.sample(anySpec, { seed: 5, numRuns: 1200 });

test.each<[string, readonly string[], (spec: Spec) => string]>([
  ['loss', lossKinds(), ({ loss }) => loss.kind],
  ['law of the noise', noiseLaws(), ({ noise }) => noise.law],
  ['optimizer', optimizerKinds(), ({ optimizer }) => optimizer.kind],
  ['schedule', scheduleKinds(), ({ optimizer }) => optimizer.schedule],
  ['start', STARTS, ({ start }) => start.kind],
  ['axis', ['linear', 'asinh', 'log-abs'], ({ histogram }) => histogram.axis],
])('the generator of specs draws every %s', (_, kinds, kindOf) => {
  const times = new Map(kinds.map((kind) => [kind, 0]));
  for (const spec of drawn) times.set(kindOf(spec), (times.get(kindOf(spec)) ?? 0) + 1);
  for (const [kind, count] of times) expect(count, kind).toBeGreaterThan(5);
});
