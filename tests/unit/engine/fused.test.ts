import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import {
  assemblyFiles,
  compileAssemblyScript,
  fusedFiles,
} from '../../../scripts/assemblyscript.js';
import { createCpuEngine } from '../../../src/engine/cpu/cpu-engine';
import { fuses, takeFusedKernels } from '../../../src/engine/cpu/fused-kernels';
import type { CpuKernels } from '../../../src/engine/cpu/kernels';
import { isSameEngine } from '../../../src/engine/same-engine';
import { runSpec } from '../../../src/experiment/run';
import { openLibraryEngine } from '../../../src/host/library/engines';
import { askForRelaxedSimd } from '../../../src/host/node/fused';
import { parseSpec } from '../../../src/spec/schema';
import { some } from '../../support/long';
import {
  differentPassages,
  distanceFromLaw,
  drawErrors,
  ownSteps,
  simdBase,
  simdSpecs,
  worstOwnStep,
  worstSimdStep,
} from '../../support/simd-checks';
import { laterSteps } from '../../support/simd-later';
import { DIFFERENT_PASSAGES } from '../../support/tolerances';

/**
 * The fused kernels against the float64 twin, within the tolerances of the strict ones. They need a
 * processor with a fused multiply-add.
 */

askForRelaxedSimd();

let bytes: Uint8Array;
beforeAll(async () => {
  expect(fuses(), 'this test needs a processor with a fused multiply-add').toBe(true);
  await takeFusedKernels();
  bytes = await compileAssemblyScript(fusedFiles(assemblyFiles()));
});

afterEach(() => {
  vi.restoreAllMocks();
});

describe('the fused kernel', () => {
  test('has the words of the twin and its normals', async () => {
    const { words, normals } = await drawErrors(fusedFiles(assemblyFiles()));
    expect(words).toBe(0);
    expect(normals).toBeLessThanOrEqual(1);
  });

  // Their sources are those of the strict kernels, which take the steps of every kind.
  test.each(some(Object.entries(simdSpecs), 6))(
    'takes steps as the twin does: %s',
    async (_, spec) => {
      expect(await worstSimdStep(spec, bytes)).toBeLessThanOrEqual(1);
    },
  );

  test.each(some(Object.entries({ ...ownSteps, ...laterSteps }), 8))(
    'takes steps as the twin does: %s',
    async (_, each) => {
      expect(await worstOwnStep(each, bytes)).toBeLessThanOrEqual(1);
    },
  );

  test.each(some(['sgd', 'correlated noise', 'one normal', 'two-point', 'nesterov'], 2))(
    'has its first passages: %s',
    async (name) => {
      const near = { ...simdSpecs[name], escape: { radius: 2 } };
      expect(await differentPassages(near, bytes)).toBeLessThanOrEqual(DIFFERENT_PASSAGES);
    },
  );

  test('has the law of the chain', async () => {
    const { ks, tolerance } = await distanceFromLaw('fused');
    expect(ks).toBeLessThanOrEqual(tolerance);
  });
});

describe('the engine with fused kernels', () => {
  const spec = parseSpec({
    ...simdBase,
    escape: { radius: 2 },
    ensemble: { particles: 2051, seed: 'fused' },
  });

  async function positions(kernels: CpuKernels) {
    const ensemble = await createCpuEngine(kernels).create(spec);
    await ensemble.advance(spec.time.steps);
    return ensemble.read(2051);
  }

  test('rounds otherwise than the strict kernels, and by little', async () => {
    const fused = await positions('fused');
    const strict = await positions('fastest');
    expect(fused).not.toEqual(strict);
    const apart = fused.filter((x, i) => Math.abs(x - strict[i]) > 1e-3 * Math.abs(strict[i]));
    expect(apart.length).toBeLessThanOrEqual(2051 / 100);
  });

  test('carries replicas as it does a population, however its steps are cut', async () => {
    const engine = createCpuEngine('fused');
    const ensemble = await engine.create(spec);
    for (const stop of [17, 64, 200, spec.time.steps]) await ensemble.advance(stop);
    const passages = await ensemble.readEscapeSteps(2051);
    expect(await engine.escapeSteps(spec, 501, 1502)).toEqual(passages.subarray(501, 1502));
  });

  test('leaves by its own rounding, in populations and replicas', async () => {
    const coins = (radius: number) =>
      parseSpec({
        loss: { a: [0] },
        noise: { law: 'two-point', sigma: 0.3, tau: 0.1 },
        time: { dt: 1, steps: 7 },
        ensemble: { particles: 512, seed: 'fused' },
        escape: { radius },
      });
    const [fused, strict] = (['fused', 'fastest'] as const).map(createCpuEngine);
    const ends = await Promise.all(
      [fused, strict].map(async (engine) => {
        const ensemble = await engine.create(coins(1e6));
        await ensemble.advance(7);
        return ensemble.read(512);
      }),
    );
    // Of the particles that the two kernels have in two places the farthest: one leaves it inside.
    const apart = Array.from(ends[0].keys()).filter((i) => ends[0][i] !== ends[1][i]);
    const edge = coins(Math.max(...apart.map((i) => Math.min(ends[0][i], ends[1][i]))));
    const own = await fused.escapeSteps(edge, 0, 512);
    expect(own).not.toEqual(await strict.escapeSteps(edge, 0, 512));
    const ensemble = await fused.create(edge);
    await ensemble.advance(7);
    expect(own).toEqual(await ensemble.readEscapeSteps(512));
  });

  test('is exact where float32 is', async () => {
    const exact = parseSpec({
      ...simdBase,
      loss: { a: [0] },
      noise: { law: 'two-point', sigma: 0.5, tau: 0 },
      time: { dt: 1, steps: 11 },
      escape: { radius: 2.25 },
      histogram: { axis: 'log-abs', min: 1e-4, max: 1e3, bins: 64 },
    });
    const [fused, twin] = await Promise.all(
      (['fused', 'float64'] as const).map((kernels) => runSpec(createCpuEngine(kernels), exact)),
    );
    expect(fused.digest).toBe(twin.digest);
  });

  test('is another engine, and is called so', () => {
    const [fused, strict] = (['fused', 'fastest'] as const).map(
      (kernels) => createCpuEngine(kernels).identity,
    );
    expect(isSameEngine(fused, strict)).toBe(false);
    expect(fused.adapter).toBe('CPU, fused SIMD in float32 where it can, else float64');
  });

  test('is what the library opens where it is asked for, and not on a GPU', async () => {
    const thread = new URL('file:///no-thread.js');
    const { identity } = await openLibraryEngine({ fused: true }, thread);
    expect(identity).toEqual(createCpuEngine('fused').identity);
    await expect(openLibraryEngine({ kind: 'gpu', fused: true }, thread)).rejects.toThrow(
      new RangeError('fused: it is for the CPU; give the kind "cpu", or leave it out.'),
    );
  });

  test('is refused in one sentence without relaxed SIMD, and where nothing fuses', async () => {
    class Unfused {
      exports = { f: () => 0 };
    }
    vi.spyOn(WebAssembly, 'Instance').mockImplementation(Unfused as never);
    await expect(takeFusedKernels()).rejects.toThrow(
      /^The fused kernels need a fused multiply-add, .*; leave them out\.$/,
    );
    vi.spyOn(WebAssembly, 'validate').mockReturnValue(false);
    await expect(takeFusedKernels()).rejects.toThrow(
      /^The fused kernels need relaxed SIMD, .* --experimental-wasm-relaxed-simd\.$/,
    );
  });
});

test('a sum that is taken away is seen in the fused kernel', async () => {
  const files = fusedFiles(assemblyFiles());
  const from = 'f32x4.relaxed_madd(a, b, more)';
  expect(files['vectors.ts'].split(from)).toHaveLength(2);
  const mutant = {
    ...files,
    'vectors.ts': files['vectors.ts'].replace(from, 'f32x4.relaxed_nmadd(a, b, more)'),
  };
  // Roots of negative numbers are no numbers.
  expect((await drawErrors(mutant)).normals).not.toBeLessThanOrEqual(1);
});

test('the strict kernels do not compile with a fused sum', async () => {
  const files = assemblyFiles();
  const fused = files['fused.ts'].replace('FUSED: bool = false', 'FUSED: bool = 1 == 1');
  expect(fused).not.toBe(files['fused.ts']);
  await expect(compileAssemblyScript({ ...files, 'fused.ts': fused })).rejects.toThrow(
    /relaxed-simd/,
  );
});
