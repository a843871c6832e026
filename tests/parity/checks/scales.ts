import { createCpuEngine } from '../../../src/engine/cpu/cpu-engine';
import type { Engine } from '../../../src/engine/engine';
import { parseSpec } from '../../../src/spec/schema';
import type { Spec } from '../../../src/spec/spec';
import { close } from '../../support/compare';
import { type Library, openEngine } from '../../support/gpu';
import { DIFFERENT_PASSAGES } from '../../support/tolerances';

/** Scales of noise that coordinates have for themselves. */

const PARTICLES = 500;

const specOf = (noise: object, cell: number): Spec =>
  parseSpec({
    loss: { a: [0.5, -1, 0.2] },
    noise,
    time: { dt: 0.01, steps: 100 },
    ensemble: { particles: PARTICLES, seed: 'parity', cell },
    escape: { radius: 1.5 },
  });

/** Two cells of a map, each with scales of its own. */
const SPECS = [
  specOf({ sigma: [1, 3, 0.5], tau: [0.5, 0, -2], rho: [0, 0.9, -1] }, 1),
  specOf({ sigma: [2, 0, 1], tau: [1, 1.5, 0.2], rho: [0.5, 0, 0.7] }, 2),
];

async function outcomesOf(engine: Engine) {
  const ensemble = await engine.create(SPECS[0]);
  await ensemble.advance(100);
  const x: Float32Array[] = [];
  for (const i of [0, 1, 2]) x.push(await ensemble.read(PARTICLES, i));
  ensemble.destroy();
  // One batch after the other in one chunk: the second run is not the first.
  const tallies = await engine.countEscapes(
    SPECS.map((spec) => ({ specs: [spec], first: 0, end: PARTICLES })),
  );
  return { x, escaped: tallies.map(({ escaped }) => escaped[0]) };
}

let twin: ReturnType<typeof outcomesOf> | null = null;

export async function checkScales(shaders: Library): Promise<void> {
  twin ??= outcomesOf(createCpuEngine());
  const expected = await twin;
  const gpu = await openEngine(shaders);
  try {
    const found = await outcomesOf(gpu);
    // A hundred roundings of half an ULP, and normals of the tolerance of `normal`.
    for (const [i, x] of found.x.entries())
      close(`x[${i}]`, x, expected.x[i], (k) => 1e-4 * (Math.abs(expected.x[i][k]) + 1));
    close('escaped', found.escaped, expected.escaped, 1 + DIFFERENT_PASSAGES * PARTICLES);
  } finally {
    gpu.destroy();
  }
}
