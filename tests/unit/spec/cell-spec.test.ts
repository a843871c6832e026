import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lossKinds, noiseLaws, optimizerKinds, scheduleKinds } from '../../../src/models/registry';
import { compileCells } from '../../../src/spec/cell-spec';
import {
  type FieldPath,
  numericPaths,
  parsePath,
  pathText,
  readNumber,
  withNumber,
} from '../../../src/spec/field-path';
import { parseSpec, STARTS } from '../../../src/spec/schema';
import type { Spec } from '../../../src/spec/spec';
import { SpecError } from '../../../src/spec/spec-error';
import type { Sweep } from '../../../src/spec/sweep';
import { everyPair } from '../../support/every-pair';

/** Kinds that a run can have, each with every other that goes with it. */
const BASES: Spec[] = everyPair(
  [lossKinds(), noiseLaws(), optimizerKinds(), scheduleKinds(), STARTS] as const,
  (loss, law, kind, schedule, start) => {
    try {
      // More than one coordinate where it may have them.
      const a = loss === 'saddle' ? { a: [1, -0.5] } : {};
      return parseSpec({
        loss: { kind: loss, ...a },
        noise: { law, ...(law === 'two-point' ? { rho: 0 } : {}) },
        optimizer: { kind, schedule },
        start: { kind: start },
        histogram: { bins: 8 },
      });
    } catch (error) {
      if (error instanceof SpecError) return null;
      throw error;
    }
  },
);
const PATHS = [...new Set(BASES.flatMap((base) => numericPaths(base).map(pathText)))];

/** In and out of the range of any field. */
const anyValue = fc.oneof(
  fc.double({ min: -3, max: 3, noNaN: true }),
  fc.integer({ min: -2, max: 20_000 }),
  fc.constantFrom(0, -0, 1, 1e-40, 1e-3, 0.99999999, 1e9, 1e29, 1e31, -1e31),
);

function sweepOf(sides: Spec[], path: string, other: string, values: number[], more: number[]) {
  return {
    version: 1,
    base: sides[0],
    x: { path, values, scale: 'list' },
    y: { path: other, values: more, scale: 'list' },
    replicas: 64,
    sameNoise: false,
  } satisfies Sweep;
}

/** What the whole document with these values is parsed to, or what it is refused with. */
function parsed(side: Spec, [x, u]: Set, [y, v]: Set, cell: number, particles: number) {
  const set = (spec: Spec, path: FieldPath, value: number) =>
    readNumber(spec, path) === undefined ? spec : withNumber(spec, path, value);
  const spec = set(set(side, parsePath(x)!, u), parsePath(y)!, v);
  const { seed } = spec.ensemble;
  return outcome(() => parseSpec({ ...spec, ensemble: { particles, seed, cell } }));
}
type Set = readonly [path: string, value: number];

function outcome(make: () => Spec): string {
  try {
    return JSON.stringify(make());
  } catch (error) {
    if (error instanceof SpecError) return error.message;
    throw error;
  }
}

describe('a compiled cell', () => {
  test('of another depth starts in as many coordinates, where they are all alike', () => {
    const loss = { kind: 'linear-network', depth: 2 };
    const alike = parseSpec({ loss, start: { kind: 'point', x: [0.1, 0.1] } });
    const apart = parseSpec({ loss, start: { kind: 'point', x: [0.1, 0.2] } });
    const sides = [alike, apart];
    const cell = compileCells(sweepOf(sides, 'loss.depth', 'noise.sigma', [2, 3, 4], [1]), sides);
    for (const [k, depth] of [2, 3, 4].entries()) {
      const spec = cell(0, k, 64);
      expect([spec.loss, spec.start]).toMatchObject([{ depth }, { x: Array(depth).fill(0.1) }]);
      expect(parseSpec(spec)).toEqual(spec);
    }
    expect(cell(1, 0, 64).start).toMatchObject({ x: [0.1, 0.2] });
    expect(() => cell(1, 1, 64)).toThrow('start.x: [0.1,0.2] is not accepted; give a list of 3');
  });

  test('is asked of every axis that the registry has', () => {
    const known = ['loss.depth', 'noise.samples', 'noise.shake', 'optimizer.beta', 'start.low[0]'];
    for (const path of ['loss.a', 'loss.a[1]', 'time.dt', 'escape.radius', ...known])
      expect(PATHS).toContain(path);
  });

  test.each(PATHS)('along %s is what the whole spec is parsed to', (path) => {
    const having = BASES.filter((base) => readNumber(base, parsePath(path)!) !== undefined);
    const cases = fc.record({
      a: fc.constantFrom(...having),
      b: fc.constantFrom(...BASES),
      other: fc.constantFrom(...PATHS),
      u: anyValue,
      v: anyValue,
    });
    fc.assert(
      fc.property(cases, ({ a, b, other, u, v }) => {
        const sides = [a, b];
        const sweep = sweepOf(sides, path, other, [1, u], [1, v]);
        const specOf = compileCells(sweep, sides);
        for (const [side, spec] of sides.entries())
          for (const [index, x, y] of [
            [0, 1, 1],
            [3, u, v],
          ])
            expect(outcome(() => specOf(side, index, 64))).toBe(
              parsed(spec, [path, x], [other, y], side * 4 + index, 64),
            );
      }),
      { seed: 11, numRuns: 40 },
    );
  });
});
