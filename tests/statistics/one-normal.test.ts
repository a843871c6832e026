import { describe, expect, it } from 'vitest';
import { createCpuEngine } from '../../src/engine/cpu/cpu-engine';
import { runSpec } from '../../src/experiment/run';
import { fragmentToSpec } from '../../src/spec/link-reader';
import { specToFragment } from '../../src/spec/permalink';
import { parseSpec } from '../../src/spec/schema';

const accepted = (partial: object) => () => parseSpec({ noise: { normals: 1 }, ...partial });

describe('noise.normals', () => {
  it('is said by the spec and its link where it is 1, and by neither else', () => {
    const spec = parseSpec({ noise: { normals: 1, rho: 0.5 } });
    expect(spec.noise).toMatchObject({ law: 'gaussian', normals: 1 });
    expect(specToFragment(spec)).toContain('&normals=1&');
    expect(fragmentToSpec(specToFragment(spec))).toEqual(spec);
    expect(parseSpec({}).noise).not.toHaveProperty('normals');
    expect(specToFragment(parseSpec({}))).not.toContain('normals');
  });

  it('goes with SGD at a saddle alone', () => {
    expect(accepted({ loss: { a: [1, -1] }, optimizer: { batchSize: 3 } })).not.toThrow();
    for (const partial of [
      { loss: { kind: 'relu-saddle' } },
      { loss: { kind: 'double-well' } },
      { optimizer: { kind: 'svrg' } },
      { optimizer: { kind: 'sam' } },
      { optimizer: { kind: 'gd' } },
    ])
      expect(accepted(partial), JSON.stringify(partial)).toThrow(/^noise\.normals: 1 .*SGD at a/);
    expect(accepted({ noise: { normals: 2 } })).toThrow('1 alone');
    expect(accepted({ noise: { law: 'two-point', normals: 1 } })).toThrow('normals');
  });

  it.each([0.6, -1, 0])('has the law of two, at rho = %f', async (rho) => {
    const n = 65_536;
    const run = (normals: object, seed: string) =>
      runSpec(
        createCpuEngine('fastest'),
        parseSpec({
          noise: { sigma: 0.8, tau: 0.7, rho, ...normals },
          loss: { a: [-0.3] },
          time: { dt: 0.25, steps: 40 },
          start: { kind: 'gaussian' },
          escape: { radius: 3 },
          ensemble: { particles: n, seed },
        }),
      );
    const one = await run({ normals: 1 }, 'one');
    const two = await run({}, 'two');
    // Moments are the exact ones of the chain: 6 numbers, beyond 4.5 with a probability of 4e-5.
    for (const moment of [one.moments.mean, one.moments.second])
      expect(Math.abs(moment.z!), JSON.stringify(moment)).toBeLessThan(4.5);
    // Two samples are as far apart as one of n/2 from its law: beyond 2.4 once in 50,000.
    let distance = 0;
    let ahead = one.histogram.below - two.histogram.below;
    for (const [bin, count] of one.histogram.counts.entries()) {
      distance = Math.max(distance, Math.abs(ahead));
      ahead += count - two.histogram.counts[bin];
    }
    expect(distance / n).toBeLessThan(2.4 * Math.sqrt(2 / n));
    const share = (one.escape.count + two.escape.count) / (2 * n);
    const deviation = Math.sqrt(2 * n * share * (1 - share));
    expect(share).toBeGreaterThan(0.01);
    expect(Math.abs(one.escape.count - two.escape.count)).toBeLessThan(4.5 * deviation);
    expect(one.digest).not.toBe(two.digest);
  });
});
