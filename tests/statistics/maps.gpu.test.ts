import { describe, expect, test } from 'vitest';
import { createCpuEngine } from '../../src/engine/cpu/cpu-engine';
import { openEngine, shaderLibrary } from '../support/gpu';
import { DIFFERENT_ESCAPES } from '../support/tolerances';
import { countMap, expectAgreement } from './maps';

describe('a map on the GPU engine', () => {
  test('agrees with the exact probabilities of the chain', async () => {
    const engine = await openEngine(shaderLibrary);
    try {
      expectAgreement(await countMap(engine, 16_384));
    } finally {
      engine.destroy();
    }
  }, 300_000);

  test('counts what the CPU counts, but for replicas that rounding puts on the other side of the radius', async () => {
    const engine = await openEngine(shaderLibrary);
    try {
      const [gpu, cpu] = [await countMap(engine, 4096), await countMap(createCpuEngine(), 4096)];
      let different = 0;
      for (let cell = 0; cell < gpu.cells; cell++)
        different += Math.abs(gpu.tallies.escaped[0][cell] - cpu.tallies.escaped[0][cell]);
      const share = different / (gpu.cells * 4096);
      expect(share).toBeLessThanOrEqual(DIFFERENT_ESCAPES);
    } finally {
      engine.destroy();
    }
  }, 120_000);
});
