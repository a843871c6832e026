import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createCpuEngine } from '../../../src/engine/cpu/cpu-engine';
import { hasSimdKernel } from '../../../src/engine/cpu/simd/simd';
import { runSpec } from '../../../src/experiment/run';
import {
  LAWS,
  LOSS_MODELS,
  LOSS_TEXTS,
  LOSSES,
  lossModel,
  NOISE_MODELS,
  NOISE_TEXTS,
  OPTIMIZER_MODELS,
  OPTIMIZER_TEXTS,
  OPTIMIZERS,
  SCHEDULE_MODELS,
  SCHEDULE_TEXTS,
  SCHEDULES,
} from '../../../src/models/registry';
import { fragmentToSpec } from '../../../src/spec/link-reader';
import { FIELDS, specToFragment } from '../../../src/spec/permalink';
import { parseSpec, SpecError } from '../../../src/spec/schema';
import type { Spec } from '../../../src/spec/spec';
import { exactEscape } from '../../../src/theory/escape/exact-escape';
import { familyOf } from '../../../src/theory/handles';
import { sigmaThresholds, theoryOf } from '../../../src/theory/theory';
import { Z_ALPHA } from '../../support/tolerances';

/** What must hold of every kind of the registry, and of every pair that goes together. */

const ROOT = join(import.meta.dirname, '../../..');
const GROUPS = {
  loss: LOSS_MODELS,
  noise: NOISE_MODELS,
  optimizer: OPTIMIZER_MODELS,
  schedule: SCHEDULE_MODELS,
};

const TEXTS: Record<string, Record<string, { name: string; fields?: object }>> = {
  loss: LOSS_TEXTS,
  noise: NOISE_TEXTS,
  optimizer: OPTIMIZER_TEXTS,
  schedule: SCHEDULE_TEXTS,
};

describe.each(Object.entries(GROUPS))('every %s', (group, models) => {
  test.each(Object.entries(models))('%s has its names, files and page', (kind, model) => {
    expect('law' in model ? model.law : model.kind).toBe(kind);
    const { name } = TEXTS[group][kind];
    // Plain steps need no name.
    if (kind !== 'constant') expect(name).toMatch(/^[A-Za-z]/);
    const own = Object.keys(('fields' in model && model.fields) || {});
    expect(Object.keys(TEXTS[group][kind].fields ?? {})).toEqual(own);
    const file = readFileSync(join(ROOT, `src/models/${group}/${kind}.ts`), 'utf8');
    expect(file).toMatch(/Notes: ModelNotes = \{[^}]*source: '/);
    expect(existsSync(join(ROOT, `shaders/${group}/${kind}.wgsl`))).toBe(true);
    expect(existsSync(join(ROOT, `src/engine/cpu/${group}/${kind}.ts`))).toBe(true);
    const page = readFileSync(join(ROOT, `docs/models/${kind}.md`), 'utf8');
    expect(page).toContain(`\`${kind}\``);
  });
});

test('no two fields of links share a name', () => {
  const names = FIELDS.map(({ key }) => key);
  expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
});

/** Every loss, law, method and schedule that go together; small enough to be simulated. */
function everySpec(): Spec[] {
  const list: Spec[] = [];
  for (const kind of LOSSES)
    for (const law of LAWS)
      for (const method of OPTIMIZERS)
        for (const schedule of SCHEDULES) {
          const slopes = lossModel({ kind }).noise === 'slopes';
          const input = {
            loss: slopes ? { kind, a: [0.3] } : { kind },
            noise: slopes ? { law, sigma: 0.5, tau: kind === 'linear-network' ? 0 : 0.4 } : { law },
            optimizer: { kind: method, schedule, learningRate: slopes ? 0.2 : 0.01 },
            time: { dt: 1, steps: 12 },
            escape: { radius: 1.3 },
            ensemble: { particles: 2000, seed: 'registry' },
          };
          try {
            list.push(parseSpec(input));
          } catch (error) {
            // What does not go together is refused by a sentence.
            expect(error).toBeInstanceOf(SpecError);
          }
        }
  return list;
}

const specs = everySpec();
const nameOf = ({ loss, noise, optimizer }: Spec) =>
  [loss.kind, noise.law, optimizer.kind, optimizer.schedule].join(' ');

test('every pair comes back from a link and from JSON', () => {
  for (const spec of specs) {
    expect(fragmentToSpec(specToFragment(spec)), nameOf(spec)).toEqual(spec);
    expect(parseSpec(JSON.parse(JSON.stringify(spec))), nameOf(spec)).toEqual(spec);
  }
});

test('theory of a part that nobody knows is unknown, and of no other', () => {
  for (const spec of specs) {
    const theory = theoryOf(spec, 1);
    const known = familyOf(spec) !== null;
    expect(theory.exponentBasis === 'unknown', nameOf(spec)).toBe(!known);
    // Of limits nobody knows where they end.
    if (theory.exponentBasis === 'limit' || !known)
      expect(theory.verdict, nameOf(spec)).toBe('unknown');
    if (known) continue;
    expect(theory).toMatchObject({ law: null, lyapunovExponent: null, sdeGrowthRate: null });
    expect(theory.reason).toMatch(/^There is no theory for /);
    expect(sigmaThresholds(spec, 0)).toEqual({ sde: null, steps: [] });
    expect(exactEscape(spec)).toMatchObject({ probability: null, reason: theory.reason });
  }
});

test('the SIMD kernel agrees with the twin, and exact escape with the simulation, or is null', async () => {
  const twin = createCpuEngine();
  const fastest = createCpuEngine('fastest');
  for (const spec of specs) {
    const { escape: counted } = await runSpec(twin, spec);
    const { particles } = spec.ensemble;
    if (hasSimdKernel(spec, 'sfc32')) {
      const { escape: simd } = await runSpec(fastest, spec);
      // Rounding moves a particle over the radius now and then.
      expect(Math.abs(simd.count - counted.count), nameOf(spec)).toBeLessThanOrEqual(2);
    }
    const { probability } = exactEscape(spec, { mostPlaces: 2 ** 12, accuracy: null });
    if (probability === null) continue;
    const deviation = Math.sqrt(particles * probability * (1 - probability));
    expect(Math.abs(counted.count - particles * probability), nameOf(spec)).toBeLessThanOrEqual(
      Z_ALPHA * deviation + 1,
    );
  }
}, 120_000);
