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
  // As many as on the CPU, where wrong engines are told from right ones.
  claimTests('post', open, 2 ** 10);
  claimTests('papers', open, 2 ** 10);
});
