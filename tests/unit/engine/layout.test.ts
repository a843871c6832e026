import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { printLayouts } from '../../../scripts/print-layouts';
import { SIMD_PARAMETERS } from '../../../src/engine/cpu/simd/layout';
import { layoutOf, pack, packList, RUN, TILE } from '../../../src/engine/layout';
import { runParameters } from '../../../src/engine/run-parameters';
import { parseSpec } from '../../../src/spec/schema';

const ROOT = join(import.meta.dirname, '../../..');

describe('layouts', () => {
  test.each(Object.entries(printLayouts()))('%s is what is declared', (path, text) => {
    expect(readFileSync(join(ROOT, path), 'utf8'), 'run `npm run layouts`').toBe(text);
  });

  test('offsets follow the rules of WGSL', () => {
    const offsets = (struct: Parameters<typeof layoutOf>[0]) =>
      layoutOf(struct).fields.map(({ offset }) => offset);
    expect(offsets({ a: 'u32', b: 'vec2u', c: 'f32', d: 'vec4f', e: 'u32' })).toEqual([
      0, 8, 16, 32, 48,
    ]);
    expect(layoutOf({ a: 'u32', b: 'vec2u' }).bytes).toBe(16);
    expect(layoutOf(RUN).bytes % 16).toBe(0);
  });

  test('a value lies where its field does', () => {
    const run = runParameters(parseSpec({ loss: { a: [1, -2, 3] }, ensemble: { seed: 'place' } }));
    const view = new DataView(pack(RUN, run));
    for (const { name, offset, integer } of layoutOf(RUN).fields) {
      const value = run[name as keyof typeof RUN];
      for (const [i, expected] of (typeof value === 'number' ? [value] : value).entries())
        expect(
          integer ? view.getUint32(offset + 4 * i, true) : view.getFloat32(offset + 4 * i, true),
          name,
        ).toBe(integer ? expected : Math.fround(expected));
    }
  });

  test('a field without a value is refused by name', () => {
    const { beta: _, ...rest } = runParameters(parseSpec({}));
    expect(() => pack(RUN, rest as never)).toThrow('The field "beta" was given no value.');
  });

  test('a list is one struct behind the other', () => {
    const tiles = [1, 5].map((k) => ({
      run: k,
      firstParticle: k + 1,
      endParticle: k + 2,
      place: k + 3,
    }));
    expect([...new Uint32Array(packList(TILE, tiles))]).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });

  test('what the SIMD kernel takes of a run has the types that it has there', () => {
    for (const [name, type] of Object.entries(SIMD_PARAMETERS))
      if (name in RUN) expect(type, name).toBe(RUN[name as keyof typeof RUN]);
  });
});
