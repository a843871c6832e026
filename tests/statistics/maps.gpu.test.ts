import { expect, test } from 'vitest';
import { createCpuEngine } from '../../src/engine/cpu/cpu-engine';
import { openEngine, shaderLibrary } from '../support/gpu';
import { LONG } from '../support/long';
import { DIFFERENT_ESCAPES } from '../support/tolerances';
import { countMap, EXACT_MAP, expectAgreement } from './maps';

/** Enough for the map to show 2 % more noise, as maps.test.ts shows. */
const REPLICAS = LONG ? EXACT_MAP.replicas : 4096;
/** Replicas that the float64 twin counts, too. */
const COMPARED = LONG ? EXACT_MAP.replicas : 512;

test('a map on the GPU engine agrees with the exact probabilities of the chain, and counts what the CPU counts, but for replicas that rounding puts on the other side of the radius', async () => {
  const engine = await openEngine(shaderLibrary);
  try {
    const gpu = await countMap(engine, REPLICAS);
    expectAgreement(gpu);
    const [cpu, same] = [
      await countMap(createCpuEngine(), COMPARED),
      await countMap(engine, COMPARED),
    ];
    let different = 0;
    for (let cell = 0; cell < same.cells; cell++)
      different += Math.abs(same.tallies.escaped[0][cell] - cpu.tallies.escaped[0][cell]);
    expect(different / (same.cells * COMPARED)).toBeLessThanOrEqual(DIFFERENT_ESCAPES);
  } finally {
    engine.destroy();
  }
}, 600_000);
