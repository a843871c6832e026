import type { Engine } from '../engine/engine';
import { OPENING } from '../spec/opening';
import { parseSpec } from '../spec/schema';

/**
 * Particles and steps of one advance, and how long each engine works at least. The float64 twin
 * takes some ten times as long for a step as the fastest kernels.
 */
const PARTICLES = { fastest: 2 ** 16, float64: 2 ** 13 } as const;
const STEPS = 256;
const MILLISECONDS = 60;

/**
 * How many times the steps of `gpu` the CPU engine makes in the same time: plain SGD of the run
 * that the Watch page opens with, of 65,536 particles, or 8,192 in float64. Takes about half a
 * second. A software adapter computes on the same cores, so that neither may work beside the other.
 *
 * @param kernels  Those that `cpu` takes for that run.
 */
export async function timesOfGpu(
  cpu: Engine,
  gpu: Engine,
  kernels: keyof typeof PARTICLES = 'fastest',
): Promise<number> {
  const particles = PARTICLES[kernels];
  const rates = { cpu: 0, gpu: 0 };
  // Whoever is disturbed once has a second try.
  for (let round = 0; round < 2; round++) {
    rates.gpu = Math.max(rates.gpu, await rateOf(gpu, particles));
    rates.cpu = Math.max(rates.cpu, await rateOf(cpu, particles));
  }
  return rates.cpu / rates.gpu;
}

/** Steps of all particles a millisecond. */
async function rateOf(engine: Engine, particles: number): Promise<number> {
  const opening = parseSpec(OPENING);
  const ensemble = await engine.create({
    ...opening,
    ensemble: { ...opening.ensemble, particles },
  });
  try {
    // Shaders are compiled, and threads begin.
    await ensemble.advance(STEPS);
    await ensemble.read(1);
    const started = performance.now();
    let passed = 0;
    while (passed < MILLISECONDS) {
      await ensemble.advance(ensemble.step + STEPS);
      await ensemble.read(1);
      passed = performance.now() - started;
    }
    return ((ensemble.step - STEPS) * particles) / passed;
  } finally {
    ensemble.destroy();
  }
}

/** The CPU engine beside a software adapter, in one line. */
export function cpuSpeedSentence(times: number): string {
  const rounded = Number(times.toPrecision(2));
  const how = rounded === 1 ? 'as fast as' : `${rounded} times`;
  return `CPU engine: ${how} this machine's software GPU`;
}
