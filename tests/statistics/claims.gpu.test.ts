import { afterAll, describe } from 'vitest';
import type { GpuEngine } from '../../src/engine/gpu/gpu-engine';
import { openEngine } from '../support/gpu';
import { claimTests } from './claims';

let engine: Promise<GpuEngine> | null = null;

describe('claims on the GPU engine', () => {
  afterAll(async () => (await engine)?.destroy());
  const open = () => {
    engine ??= openEngine();
    return engine;
  };
  claimTests('post', open, 2 ** 12);
  claimTests('papers', open, 2 ** 10);
});
