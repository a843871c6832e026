import { afterAll, describe } from 'vitest';
import type { GpuEngine } from '../../src/engine/gpu/gpu-engine';
import { PAPERS } from '../../src/experiment/verify/verify';
import { openEngine } from '../support/gpu';
import { LONG, some } from '../support/long';
import { claimTests } from './claims';

let engine: Promise<GpuEngine> | null = null;

describe('claims on the GPU engine', () => {
  afterAll(async () => (await engine)?.destroy());
  const open = () => {
    engine ??= openEngine();
    return engine;
  };
  // As many as on the CPU, where wrong engines are told from right ones. The theory of a shaken well
  // takes seconds; its kernel is held by the others' tests of every loss.
  claimTests('post', open, 2 ** 10, LONG ? [] : ['shaken-double-well']);
  const papers = PAPERS.map(({ id }) => id);
  const wanted = some(papers, 12);
  claimTests(
    'papers',
    open,
    2 ** 10,
    papers.filter((id) => !wanted.includes(id)),
  );
});
