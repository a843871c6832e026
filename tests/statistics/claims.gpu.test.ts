import { afterAll, describe } from 'vitest';
import type { GpuEngine } from '../../src/engine/gpu/gpu-engine';
import { openEngine } from '../support/gpu';
import { claimTests } from './claims';

let engine: Promise<GpuEngine> | null = null;

describe('claims on the GPU engine', () => {
  afterAll(async () => (await engine)?.destroy());
  claimTests(() => {
    engine ??= openEngine();
    return engine;
  }, 2 ** 12);
});
