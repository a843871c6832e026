import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, expect, test, vi } from 'vitest';
import type { Engine } from '../../../src/engine/engine';
import { createCpuEngine, fastestKernels } from '../../../src/engine/open';
import { cpuSpeedSentence, timesOfGpu } from '../../../src/experiment/engine-speeds';
import {
  keepLayout,
  keepTimes,
  keptLayout,
  keptTimes,
} from '../../../src/host/node/kept-measurements';
import { parseSpec } from '../../../src/spec/schema';

/** An engine whose advances take so many milliseconds of a clock that the test moves. */
function engineOf(milliseconds: number, made: { open: number }): Engine {
  const cpu = createCpuEngine();
  return {
    ...cpu,
    create: async (spec) => {
      made.open++;
      let step = 0;
      return {
        spec,
        get step() {
          return step;
        },
        advance: async (target: number) => {
          now += milliseconds;
          step = target;
        },
        read: async () => new Float32Array(1),
        destroy: () => made.open--,
      } as unknown as Awaited<ReturnType<Engine['create']>>;
    },
  };
}

let now = 0;
const folder = mkdtempSync(join(tmpdir(), 'saddlescape-speeds-'));
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

test('the CPU engine is as many times a software GPU as its steps take less time', async () => {
  vi.spyOn(performance, 'now').mockImplementation(() => now);
  const made = { open: 0 };
  const times = await timesOfGpu(engineOf(10, made), engineOf(25, made));
  expect(times).toBeCloseTo(2.5);
  expect(made.open).toBe(0);
  expect(cpuSpeedSentence(1.6449)).toBe("CPU engine: 1.6 times this machine's software GPU");
  expect(cpuSpeedSentence(1.02)).toBe("CPU engine: as fast as this machine's software GPU");
});

test('the loss of coordinates that move apart is that of the float64 twin', async () => {
  const plain = parseSpec({});
  const region = parseSpec({ loss: { a: [1, -1] }, escape: { region: 'loss', high: 4 } });
  expect(await fastestKernels([plain])).toBe('fastest');
  expect(await fastestKernels([plain, region])).toBe('float64');
});

test('what was measured is kept for each adapter, and measured again where it is damaged', () => {
  vi.stubEnv('XDG_CACHE_HOME', folder);
  expect(keptTimes('SwiftShader', 'fastest')).toBeNull();
  keepTimes('SwiftShader', 'fastest', 2.5);
  keepTimes('SwiftShader', 'float64', 0.3);
  keepTimes('llvmpipe', 'fastest', 0.7);
  expect(keptTimes('SwiftShader', 'fastest')).toBe(2.5);
  expect(keptTimes('SwiftShader', 'float64')).toBe(0.3);
  expect(keptTimes('llvmpipe', 'fastest')).toBe(0.7);
  expect(keptTimes('llvmpipe', 'float64')).toBeNull();
  const tuning = { workgroupSize: 128, shift: 'by-float', lanes: 2 } as const;
  expect(keptLayout('llvmpipe')).toBeNull();
  keepLayout('llvmpipe', tuning);
  expect(keptLayout('llvmpipe')).toEqual(tuning);
  expect(keptLayout('SwiftShader')).toBeNull();
  expect(keptTimes('llvmpipe', 'fastest')).toBe(0.7);
  for (const wrong of [
    { lanes: 3 },
    { lanes: undefined },
    { shift: 'left' },
    { workgroupSize: 0.5 },
  ]) {
    keepLayout('llvmpipe', { ...tuning, ...wrong } as typeof tuning);
    expect(keptLayout('llvmpipe')).toBeNull();
  }
  keepTimes('odd', 'fastest', Number.NaN);
  expect(keptTimes('odd', 'fastest')).toBeNull();
  // A folder that is a file keeps nothing, and no run fails for it.
  writeFileSync(join(folder, 'file'), '');
  vi.stubEnv('XDG_CACHE_HOME', join(folder, 'file'));
  keepTimes('SwiftShader', 'fastest', 3);
  expect(keptTimes('SwiftShader', 'fastest')).toBeNull();
});
