import { describe, expect, test } from 'vitest';
import { createCpuEngine } from '../../../src/engine/cpu/cpu-engine';
import { particlesFile } from '../../../src/experiment/particles-file';
import { runSpec } from '../../../src/experiment/run';
import { parseSpec } from '../../../src/spec/schema';

describe('the file of all particles', () => {
  // More than a piece of the file.
  const spec = parseSpec({
    loss: { a: [1, -1, 0.5] },
    noise: { law: 'two-point', sigma: 0.5 },
    time: { dt: 0.5, steps: 3 },
    start: { kind: 'uniform', low: [-5, -5, -5], high: [5, 5, 5] },
    ensemble: { particles: 2 ** 16 + 3 },
    histogram: { bins: 2 },
  });

  test('is what NumPy reads as records of positions and steps', async () => {
    let bytes = Buffer.alloc(0);
    const positions: Float32Array[] = [];
    let steps = new Uint32Array(0);
    const result = await runSpec(createCpuEngine('float64'), spec, {
      onEnd: async (ensemble) => {
        expect(ensemble.step).toBe(3);
        bytes = Buffer.concat([...(await particlesFile(ensemble))]);
        for (const coordinate of [0, 1, 2])
          positions.push(await ensemble.read(spec.ensemble.particles, coordinate));
        steps = new Uint32Array(await ensemble.readEscapeSteps(spec.ensemble.particles));
      },
    });
    // numpy.lib.format: magic, version 1.0, length of the header, header, records.
    expect(bytes.subarray(0, 8).toString('latin1')).toBe('\x93NUMPY\x01\x00');
    const start = 10 + bytes.readUInt16LE(8);
    expect(start % 64).toBe(0);
    expect(bytes.subarray(10, start).toString('latin1').trimEnd()).toBe(
      "{'descr': [('x', '<f4', (3,)), ('escape_step', '<u4')], 'fortran_order': False, 'shape': (65539,), }",
    );
    expect(bytes.length).toBe(start + 16 * 65_539);
    let escaped = 0;
    for (let particle = 0; particle < 65_539; particle++) {
      const at = start + 16 * particle;
      for (const coordinate of [0, 1, 2])
        if (bytes.readFloatLE(at + 4 * coordinate) !== positions[coordinate][particle])
          expect.fail(`x[${coordinate}] of particle ${particle}`);
      const step = bytes.readUInt32LE(at + 12);
      if (step !== steps[particle]) expect.fail(`escape step of particle ${particle}`);
      if (step > 0) escaped++;
    }
    expect(escaped).toBe(result.escape.count);
    expect(escaped).toBeGreaterThan(100);
    expect(new Set(positions.map((values) => values[65_538])).size).toBe(3);
  });
});
