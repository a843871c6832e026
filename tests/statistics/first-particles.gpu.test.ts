import { afterAll, beforeAll, describe, test } from 'vitest';
import type { GpuEngine } from '../../src/engine/gpu/gpu-engine';
import { checkFirstParticles, FIRST_PARTICLES_SPECS } from '../support/first-particles';
import { openOwnEngine } from '../support/gpu';

let engine: GpuEngine;
beforeAll(async () => {
  engine = await openOwnEngine();
});
afterAll(() => engine.destroy());

describe('on the GPU the first particles of an ensemble are an ensemble of as many', () => {
  for (const [what, spec] of Object.entries(FIRST_PARTICLES_SPECS))
    test(what, () => checkFirstParticles(engine, spec));
});
