import type { Engine } from '../../engine/engine';
import { BLOCK_STEPS } from '../../engine/open';
import { type Spec, withParticles } from '../../spec/spec';
import type { Costs } from './report';
import { spreadOf } from './statistics';

/** Times that each cost is measured. */
const TIMES = 7;

/**
 * What a run on the GPU costs besides its steps. A browser or driver may keep what it has compiled:
 * the first compilation of a session is dearer than this says.
 *
 * @param open  Opens an engine of its own device.
 */
export async function measureCosts(
  open: () => Promise<Engine>,
  spec: Spec,
  signal?: AbortSignal,
): Promise<Costs> {
  const compile: number[] = [];
  const upload: number[] = [];
  const readBack: number[] = [];
  const count: number[] = [];
  for (let time = 0; time < TIMES; time++) {
    signal?.throwIfAborted();
    const engine = await open();
    try {
      // One workgroup's worth: compiling is what takes time.
      const small = withParticles(spec, 64);
      const first = await firstSteps(engine, small);
      const second = await firstSteps(engine, small);
      compile.push(Math.max(0, first - second));
      let started = performance.now();
      const ensemble = await engine.create(spec);
      await ensemble.read(1);
      upload.push(performance.now() - started);
      await ensemble.count();
      await ensemble.advance(BLOCK_STEPS);
      started = performance.now();
      await ensemble.count();
      count.push(performance.now() - started);
      started = performance.now();
      await ensemble.read(spec.ensemble.particles);
      readBack.push(performance.now() - started);
      ensemble.destroy();
    } finally {
      engine.destroy();
    }
  }
  return {
    compileMilliseconds: spreadOf(compile),
    uploadMilliseconds: spreadOf(upload),
    readBackMilliseconds: spreadOf(readBack),
    countMilliseconds: spreadOf(count),
  };
}

async function firstSteps(engine: Engine, spec: Spec): Promise<number> {
  const started = performance.now();
  const ensemble = await engine.create(spec);
  await ensemble.advance(1);
  const took = performance.now() - started;
  ensemble.destroy();
  return took;
}
