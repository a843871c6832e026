import { expect } from 'vitest';
import { NEVER } from '../../src/engine/constants';
import { createCpuEngine } from '../../src/engine/cpu/cpu-engine';
import { hasSimdKernel } from '../../src/engine/cpu/simd/simd-kernel';
import type { Ensemble } from '../../src/engine/engine';
import type { Spec } from '../../src/spec/spec';
import { bothPopulations, differentPassages } from './simd-checks';
import { DIFFERENT_PASSAGES } from './tolerances';

/** Where and when particles leave by the SIMD kernels, against the float64 twin of the shaders. */

/** As `differentPassages`, and how many left, and how many of them elsewhere than in the twin. */
export async function differentExits(spec: Spec, bytes?: Uint8Array) {
  const { kernel, twin, particles } = await bothPopulations(spec, spec.time.steps, bytes);
  const passages = kernel.passages(particles);
  const exits = kernel.exits(particles);
  let left = 0;
  let elsewhere = 0;
  for (let i = 0; i < particles; i++) {
    if (passages[i] === NEVER) continue;
    left++;
    if (passages[i] === twin.passages[i] && exits[i] !== twin.exits[i]) elsewhere++;
  }
  return { left, elsewhere };
}

/**
 * Passages and exits are those of the twin, replicas those of the population, however its steps are
 * cut.
 * @returns The population on the fastest engine, at its end.
 */
export async function expectExitsOfTwin(spec: Spec): Promise<Ensemble> {
  expect(hasSimdKernel(spec, 'sfc32')).toBe(true);
  expect(await differentPassages(spec)).toBeLessThanOrEqual(DIFFERENT_PASSAGES);
  const { left, elsewhere } = await differentExits(spec);
  expect(left).toBeGreaterThan(300);
  expect(elsewhere).toBe(0);
  const engine = createCpuEngine('fastest');
  const ensemble = await engine.create(spec);
  for (const stop of [17, 64, 100, spec.time.steps]) await ensemble.advance(stop);
  const passages = await ensemble.readEscapeSteps(spec.ensemble.particles);
  expect(await engine.escapeSteps(spec, 501, 1502)).toEqual(passages.subarray(501, 1502));
  return ensemble;
}
