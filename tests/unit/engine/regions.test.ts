import { expect, test } from 'vitest';
import { createCpuEngine } from '../../../src/engine/cpu/cpu-engine';
import { hasSimdKernel } from '../../../src/engine/cpu/simd/simd';
import { parseSpec } from '../../../src/spec/schema';

const still = {
  loss: { a: [1, 1] },
  noise: { sigma: 0, tau: 0 },
  optimizer: { learningRate: 1 },
  time: { dt: 1, steps: 90 },
  start: { kind: 'point', x: [0.5, -1] },
  ensemble: { particles: 4, seed: 'regions' },
};

/** Without noise x doubles: 0.5, 1, 2, ... and -1, -2, -4, ... On both sets of kernels. */
async function seen(region: object) {
  const spec = parseSpec({ ...still, escape: region });
  const [twin, fastest] = await Promise.all(
    (['float64', 'fastest'] as const).map(async (kernels) => {
      const engine = createCpuEngine(kernels);
      const ensemble = await engine.create(spec);
      await ensemble.advance(2);
      const { beyond } = await ensemble.count();
      await ensemble.advance(spec.time.steps);
      const steps = await ensemble.readEscapeSteps(4);
      expect(await engine.escapeSteps(spec, 0, 4)).toEqual(steps);
      return { step: steps[0], beyond };
    }),
  );
  expect(fastest).toEqual(twin);
  return twin;
}

test.each([
  // On the end is inside.
  [{ region: 'coordinate', coordinate: 1, low: -4 }, 3, 0],
  [{ region: 'coordinate', coordinate: 1, low: -3.9 }, 2, 4],
  [{ region: 'coordinate', coordinate: 0, low: -1, high: 7 }, 4, 0],
  // -(x^2 + y^2) / 2 after n steps is -0.625 4^n.
  [{ region: 'loss', low: -10 }, 3, 0],
  [{ region: 'loss', low: -9.9, high: 1 }, 2, 4],
  // Nobody leaves by an open end, not even to infinity, where a sum of squares is still one.
  [{ region: 'coordinate', coordinate: 1, high: 0 }, 0, 0],
  [{ region: 'loss', high: 0 }, 0, 0],
])('%j is left when it is', async (region, step, beyond) => {
  expect(await seen(region)).toEqual({ step, beyond });
});

test.each([
  [{ radius: 1.5 }, 1],
  [{ radius: 3 }, 0],
  [{ region: 'loss', high: 0.9 }, 1],
  [{ region: 'loss', high: 1.5 }, 0],
])(
  'a start outside of %j is beyond it, and leaves if its first step keeps it there',
  async (region, step) => {
    // x halves: 4, 2, 1, ...; the loss x^2 / 4 is 4, 1, 1/4, ...
    const spec = parseSpec({
      ...still,
      loss: { a: [-0.5] },
      start: { kind: 'point', x: [4] },
      escape: region,
    });
    const ensemble = await createCpuEngine().create(spec);
    expect((await ensemble.count()).beyond).toBe(4);
    await ensemble.advance(spec.time.steps);
    expect((await ensemble.readEscapeSteps(4))[0]).toBe(step);
  },
);

test('the SIMD kernels leave the loss of coordinates that move apart to the twin', () => {
  const has = (region: object) => hasSimdKernel(parseSpec({ ...still, escape: region }), 'sfc32');
  expect(has({ radius: 3 })).toBe(true);
  expect(has({ region: 'coordinate', high: 3 })).toBe(true);
  expect(has({ region: 'loss', low: -3 })).toBe(false);
});
