import { describe, expect, test } from 'vitest';
import { createCpuEngine } from '../../../src/engine/cpu/cpu-engine';
import type { CpuKernels } from '../../../src/engine/cpu/kernels';
import { hasSimdKernel } from '../../../src/engine/cpu/simd/simd-kernel';
import { scaleRows } from '../../../src/engine/scales';
import { parseSpec } from '../../../src/spec/schema';
import type { Spec } from '../../../src/spec/spec';

/** The kernels of the CPU with scales of noise that coordinates have for themselves. */

const A = [0.5, -1, 0.2];
const LISTED = { sigma: [1, 4, 0.5], tau: [0.5, 0, -2], rho: [0, 0.9, -1] };
const PARTICLES = 16;

function specOf(noise: object, optimizer: object = {}, kind = 'saddle'): Spec {
  return parseSpec({
    loss: { kind, a: A },
    noise,
    optimizer,
    time: { dt: 0.01, steps: 40 },
    escape: { radius: 1.2 },
    ensemble: { particles: PARTICLES },
  });
}

/** Places of the particles by coordinate after the run, and their first passages. */
async function endIn(kernels: CpuKernels, spec: Spec) {
  const engine = createCpuEngine(kernels);
  const ensemble = await engine.create(spec);
  await ensemble.advance(spec.time.steps);
  const x = await Promise.all(A.map(async (_, i) => [...(await ensemble.read(PARTICLES, i))]));
  const passages = [...(await ensemble.readEscapeSteps(PARTICLES))];
  const replicas = [...(await engine.escapeSteps(spec, 0, PARTICLES))];
  ensemble.destroy();
  return { x, passages, replicas };
}

describe.each(['float64', 'fastest'] as const)('%s: scales that coordinates have', (kernels) => {
  const endOf = (spec: Spec) => endIn(kernels, spec);

  test('equal numbers are one number, whichever way it is written', async () => {
    const equal = specOf({ sigma: [2, 2, 2], tau: [1, 1, 1], rho: [0.5, 0.5, 0.5] });
    expect(await endOf(equal)).toEqual(await endOf(specOf({ sigma: 2, tau: 1, rho: 0.5 })));
  });

  test.each([
    ['gaussian', {}, 'saddle'],
    ['alpha-stable', {}, 'saddle'],
    ['uniform', { batchSize: 3 }, 'relu-saddle'],
    ['laplace', { kind: 'heavy-ball', beta: 0.5 }, 'quartic-saddle'],
    ['student-t', { kind: 'perturbed', perturbation: 0.5 }, 'saddle'],
    ['gaussian', { kind: 'svrg', epochLength: 5 }, 'saddle'],
  ])('a coordinate is as where all have its scales: %s, %j, %s', async (law, optimizer, kind) => {
    const found = await endOf(specOf({ law, ...LISTED }, optimizer, kind));
    for (const i of A.keys()) {
      const { sigma, tau, rho } = LISTED;
      const own = { law, sigma: sigma[i], tau: tau[i], rho: rho[i] };
      const { x } = await endOf(specOf(own, optimizer, kind));
      expect(found.x[i], `coordinate ${i}`).toEqual(x[i]);
    }
    expect(found.replicas).toEqual(found.passages);
  });

  test('coins take sigma and tau, and one normal a step all three', async () => {
    for (const noise of [
      { law: 'two-point', sigma: [1, 4, 0.5], tau: [0.5, 0, 2], rho: 0.3 },
      { normals: 1, ...LISTED },
    ]) {
      const found = await endOf(specOf(noise));
      const { sigma, tau, rho } = noise;
      const own = { ...noise, sigma: sigma[2], tau: tau[2], rho: [rho].flat().at(-1) };
      expect(found.x[2]).toEqual((await endOf(specOf(own))).x[2]);
    }
  });

  test('a run of one scale for all comes after one with lists as it comes first', async () => {
    const own = specOf({ sigma: 2, tau: 0.5, rho: 0.5 });
    const first = await endOf(own);
    await endOf(specOf(LISTED));
    expect(await endOf(own)).toEqual(first);
  });
});

describe('scales that coordinates have for themselves', () => {
  test('SIMD kernels take them', () => {
    expect(hasSimdKernel(specOf(LISTED), 'sfc32')).toBe(true);
  });

  test('the GPU is given a row a run, an entry a coordinate', () => {
    const rows = scaleRows([specOf({ sigma: [1, 2, 3], tau: 0 }), specOf(LISTED)]);
    expect(rows).toHaveLength(2 * 64 * 4);
    const root = 0.1;
    expect([...rows.subarray(4, 8)]).toEqual([2 * root, 0, 0, 1].map(Math.fround));
    expect([...rows.subarray(4 * 66, 4 * 67)]).toEqual(
      [0.5 * root, -2 * root, -1, 0].map(Math.fround),
    );
  });
});
