import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createCpuEngine } from '../../../src/engine/cpu/cpu-engine';
import { hasSimdKernel } from '../../../src/engine/cpu/simd/simd';
import { runSpec } from '../../../src/experiment/run';
import type { Fields } from '../../../src/models/field';
import { OPTIMIZER_OWN, SCHEDULE_OWN } from '../../../src/models/own-numbers';
import {
  LOSS_MODELS,
  LOSS_TEXTS,
  lossKinds,
  lossModel,
  NOISE_MODELS,
  NOISE_TEXTS,
  noiseLaws,
  OPTIMIZER_MODELS,
  OPTIMIZER_TEXTS,
  optimizerKinds,
  SCHEDULE_MODELS,
  SCHEDULE_TEXTS,
  scheduleKinds,
} from '../../../src/models/registry';
import { fragmentToSpec } from '../../../src/spec/link-reader';
import { linkFields, specToFragment } from '../../../src/spec/permalink';
import { parseSpec, SpecError } from '../../../src/spec/schema';
import type { Spec } from '../../../src/spec/spec';
import { exactEscape } from '../../../src/theory/escape/exact-escape';
import { familyOf } from '../../../src/theory/handles';
import { sigmaThresholds, theoryOf } from '../../../src/theory/theory';
import { everyPair } from '../../support/every-pair';
import { repeats } from '../../support/long';
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
    const drawn = ('file' in model && model.file) || kind;
    expect(existsSync(join(ROOT, `shaders/${group}/${drawn}.wgsl`))).toBe(true);
    expect(existsSync(join(ROOT, `src/engine/cpu/${group}/${drawn}.ts`))).toBe(true);
    const page = readFileSync(join(ROOT, `docs/models/${kind}.md`), 'utf8');
    expect(page).toContain(`\`${kind}\``);
  });
});

test('no two fields of links share a name', () => {
  const names = linkFields().map(({ key }) => key);
  expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
});

/** Every two kinds that go together, in specs small enough to be simulated. */
const specs = everyPair(
  [lossKinds(), noiseLaws(), optimizerKinds(), scheduleKinds()],
  (kind, law, method, schedule): Spec | null => {
    const slopes = lossModel({ kind }).noise === 'slopes';
    // Of products theory knows nothing, or nothing is accepted, with an additive noise.
    const product = lossModel({ kind }).slopes === 'product';
    const input = {
      loss: slopes ? { kind, a: [0.3] } : { kind },
      // Coins that cancel the slope of the start would leave its sign to rounding.
      noise: slopes ? { law, sigma: 0.5, tau: product ? 0 : 0.45 } : { law },
      optimizer: { kind: method, schedule, learningRate: slopes ? 0.2 : 0.01 },
      time: { dt: 1, steps: 12 },
      // No path of coins ends on it: 1 + 0.2 + 0.2 / 2 is 1.3.
      escape: { radius: 1.31 },
      ensemble: { particles: repeats(2000), seed: 'registry' },
    };
    try {
      return parseSpec(input);
    } catch (error) {
      // What does not go together is refused by a sentence.
      expect(error).toBeInstanceOf(SpecError);
      return null;
    }
  },
);
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
    const { probability } = exactEscape(spec, { mostPlaces: 2 ** 12, accuracy: null });
    const simd = hasSimdKernel(spec, 'sfc32');
    if (!simd && probability === null) continue;
    const { escape: counted } = await runSpec(twin, spec);
    const { particles } = spec.ensemble;
    if (simd) {
      const { escape: simd } = await runSpec(fastest, spec);
      // Rounding moves a particle over the radius now and then.
      expect(Math.abs(simd.count - counted.count), nameOf(spec)).toBeLessThanOrEqual(2);
    }
    if (probability === null) continue;
    const deviation = Math.sqrt(particles * probability * (1 - probability));
    expect(Math.abs(counted.count - particles * probability), nameOf(spec)).toBeLessThanOrEqual(
      Z_ALPHA * deviation + 1,
    );
  }
}, 120_000);

test('kernels have a place for every own number of a method or a schedule, of its type', () => {
  const typesOf = (models: object) =>
    Object.fromEntries(
      Object.values(models).flatMap(({ fields }: { fields: Fields }) =>
        Object.entries(fields)
          .map(([name, { type }]) => [name, type] as const)
          .filter(([, type]) => type === 'number' || type === 'whole'),
      ),
    );
  expect(OPTIMIZER_OWN).toEqual(typesOf(OPTIMIZER_MODELS));
  expect(SCHEDULE_OWN).toEqual(typesOf(SCHEDULE_MODELS));
});
