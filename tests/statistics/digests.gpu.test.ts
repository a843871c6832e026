import { afterAll, beforeAll, expect, test } from 'vitest';
import { createCpuEngine } from '../../src/engine/cpu/cpu-engine';
import type { GpuEngine } from '../../src/engine/gpu/gpu-engine';
import { type RunResult, runSpec } from '../../src/experiment/run';
import { fragmentToSpec } from '../../src/spec/link-reader';
import recorded from '../reference/digests.json';
import { openEngine } from '../support/gpu';
import { LONG } from '../support/long';
import { DIFFERENT_PASSAGES } from '../support/tolerances';

// The presets and random specs of digests.json on the GPU engine, beside the twin, whose digests
// digests.test.ts holds. Every fortieth is looked at, and all of them with SADDLESCAPE_LONG=1.

let gpu: GpuEngine;
beforeAll(async () => {
  gpu = await openEngine();
});
afterAll(() => gpu.destroy());

/** Particles of `b` in other slots of the histogram than those of `a`. */
function elsewhere(a: RunResult, b: RunResult): number {
  const slots = ({ histogram: { below, counts, above, nonFinite } }: RunResult) => [
    ...[below, ...counts, above, nonFinite],
  ];
  const others = slots(b);
  return slots(a).reduce((sum, count, i) => sum + Math.abs(count - others[i]), 0) / 2;
}

test('presets and random specs have the integers of the twin on the GPU', async () => {
  const twin = createCpuEngine();
  const every = LONG ? 1 : 40;
  for (const { link } of recorded.filter((_, i) => i % every === 0)) {
    const spec = fragmentToSpec(link);
    const cpu = await runSpec(twin, spec);
    const found = await runSpec(gpu, spec);
    // An edge of a bin or the radius may lie between two roundings of one particle.
    const allowed = 1 + Math.floor(DIFFERENT_PASSAGES * spec.ensemble.particles);
    expect(elsewhere(cpu, found), link).toBeLessThanOrEqual(allowed);
    expect(Math.abs(cpu.escape.count - found.escape.count), link).toBeLessThanOrEqual(allowed);
  }
}, 600_000);
