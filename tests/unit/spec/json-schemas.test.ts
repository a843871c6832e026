import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { jsonSchemas } from '../../../scripts/json-schemas';
import { PRESETS } from '../../../src/spec/presets';
import { parseSpec, SpecError } from '../../../src/spec/schema';
import { SWEEP_PRESETS } from '../../../src/spec/sweep-presets';
import { repeats } from '../../support/long';
import { anySpec } from './any-spec';

const ROOT = join(import.meta.dirname, '../../..');
const files = jsonSchemas();
const ajv = new Ajv({ allowUnionTypes: true });
const isSpec = ajv.compile(JSON.parse(files['schemas/spec.schema.json']));
const isSweep = ajv.compile(JSON.parse(files['schemas/sweep.schema.json']));

test.each(Object.entries(files))('%s is fresh: npm run schemas', (path, text) => {
  expect(readFileSync(join(ROOT, path), 'utf8')).toBe(text);
});

/** Why `parseSpec` refuses something; null where it does not. */
function refusal(spec: unknown): SpecError | null {
  try {
    parseSpec(spec);
    return null;
  } catch (error) {
    if (error instanceof SpecError) return error;
    throw error;
  }
}

/** Every value of a document, and how to have another one in its place. */
function places(
  node: unknown,
  replace: (value: unknown) => unknown,
): [unknown, (v: unknown) => unknown][] {
  const here: [unknown, (v: unknown) => unknown][] = [[node, replace]];
  if (typeof node !== 'object' || node === null) return here;
  for (const [key, value] of Object.entries(node))
    here.push(
      ...places(value, (other) =>
        replace(
          Array.isArray(node)
            ? node.map((one, i) => (String(i) === key ? other : one))
            : { ...node, [key]: other },
        ),
      ),
    );
  return here;
}

describe('the schemas say what the readers do', () => {
  test('specs, presets and what is left out are valid', () => {
    for (const spec of [{}, { loss: {} }, { optimizer: {}, escape: { radius: 2 }, noise: {} }])
      expect(isSpec(spec), JSON.stringify(isSpec.errors)).toBe(true);
    for (const { spec } of PRESETS) expect(isSpec(spec), JSON.stringify(isSpec.errors)).toBe(true);
    for (const { sweep } of SWEEP_PRESETS)
      expect(isSweep(sweep), JSON.stringify(isSweep.errors)).toBe(true);
    expect(isSweep({ x: { path: 'noise.tau', from: 0, to: 1 } })).toBe(true);
    fc.assert(
      fc.property(anySpec, (spec) => {
        expect(isSpec(spec), JSON.stringify(isSpec.errors)).toBe(true);
      }),
      { numRuns: 100, seed: 3 },
    );
  });

  test('what a schema refuses is refused, and what is wrong by itself is refused by the schema', () => {
    const odd = fc.constantFrom<unknown>(
      ...['x', '', true, null, [], {}, [1, 2], { kind: 'x' }],
      ...[
        0,
        1,
        -1,
        0.5,
        2,
        64,
        65,
        4090,
        4091,
        1e29,
        1e30,
        1.1e30,
        -1e30,
        2 ** 26,
        2 ** 26 + 1,
        1e10,
      ],
    );
    let refused = 0;
    fc.assert(
      fc.property(anySpec, fc.nat(), odd, (spec, k, value) => {
        const all = places(spec, (whole) => whole);
        const changed = all[k % all.length][1](value);
        const error = refusal(changed);
        if (!isSpec(changed)) {
          refused++;
          expect(error, `${JSON.stringify(changed)}: ${JSON.stringify(isSpec.errors)}`).not.toBe(
            null,
          );
        } else if (error) {
          // What a field may be by itself; what goes together only the reader knows.
          expect(error.accepted, JSON.stringify(changed)).not.toMatch(
            /^(a whole number from 1 to \d+|a number (from|between|above) [\d.-]+(e\d+)? (to|and) (at most )?[\d.]+(e\d+)?|one of the fields .*)$/,
          );
        }
      }),
      { numRuns: repeats(600), seed: 8 },
    );
    expect(refused).toBeGreaterThan(repeats(200));
  });

  test('fields have their meaning, their range and their default', () => {
    const schema = JSON.parse(files['schemas/spec.schema.json']);
    const [sgd] = schema.properties.optimizer.oneOf.filter(
      (one: { properties: { kind: { const: string } } }) => one.properties.kind.const === 'sgd',
    );
    expect(sgd.required).toBeUndefined();
    expect(sgd.properties.batchSize).toMatchObject({ type: 'integer', minimum: 1, default: 1 });
    expect(sgd.properties.learningRate.description).toBe(
      'learning rate: a number from 1e-30 to 1e30',
    );
  });
});
