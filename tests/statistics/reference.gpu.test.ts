import { afterAll, describe } from 'vitest';
import type { GpuEngine } from '../../src/engine/gpu/gpu-engine';
import { openEngine } from '../support/gpu';
import { PARTICLES, referenceTests } from './reference';

let engine: Promise<GpuEngine> | null = null;

describe('reference values on the GPU engine', () => {
  afterAll(async () => (await engine)?.destroy());
  referenceTests(() => {
    engine ??= openEngine();
    return engine;
  }, PARTICLES);
});
