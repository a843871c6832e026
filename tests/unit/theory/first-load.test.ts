import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseSpec } from '../../../src/spec/schema';
import type { Spec } from '../../../src/spec/spec';
import { familyOf } from '../../../src/theory/handles';
import { laterParts, provideLaterParts } from '../../../src/theory/later-parts';
import { needsLaterParts } from '../../../src/theory/models/chain';
import { theoryOf } from '../../../src/theory/theory';
import { anySaddleSpec } from '../spec/any-spec';

/** Asks theory of a spec as the Watch page does, which starts without the later parts. */
function theoryOfFirstLoad(spec: Spec): void {
  const parts = laterParts();
  provideLaterParts(null as never);
  try {
    for (const step of [0, 1, spec.time.steps]) theoryOf(spec, step);
  } finally {
    provideLaterParts(parts);
  }
}

const needsNone = (spec: Spec) => familyOf(spec) === 'chain' && !needsLaterParts(spec);

test('a spec whose theory is said to be there has it', () => {
  let asked = 0;
  fc.assert(
    fc.property(anySaddleSpec, (spec) => {
      if (!needsNone(spec)) return;
      asked++;
      theoryOfFirstLoad(spec);
    }),
    { seed: 30, numRuns: 100 },
  );
  expect(asked).toBeGreaterThan(10);
});

test('so has one at the very threshold, and beside it', () => {
  let asked = 0;
  for (const sigma of [0.5, 1, 2])
    for (const beside of [0, 1e-12, -1e-12, 1e-3, -1e-3])
      for (const dt of [1e-6, 0.001, 0.1, 1])
        for (const tau of [0, 1]) {
          const loss = { a: [sigma ** 2 / 2 + beside] };
          const spec = parseSpec({ loss, noise: { sigma, tau }, time: { dt } });
          if (!needsNone(spec)) continue;
          asked++;
          theoryOfFirstLoad(spec);
        }
  expect(asked).toBeGreaterThan(10);
});
