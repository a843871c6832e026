import { describe, expect, test } from 'vitest';
import { createCpuEngine } from '../../../src/engine/cpu/cpu-engine';
import { createCpuPool } from '../../../src/engine/cpu/cpu-pool';
import { jobServer, type PoolJob, type PoolReply } from '../../../src/engine/cpu/pool-jobs';
import type { PoolWorker } from '../../../src/engine/cpu/pool-threads';
import { checkFirstParticles, FIRST_PARTICLES_SPECS } from '../../support/first-particles';
import { some } from '../../support/long';

/** A thread of a pool that is none. */
function hereWorker(): PoolWorker {
  const serve = jobServer();
  let listener: (reply: PoolReply) => void = () => {};
  return {
    postMessage(job: PoolJob) {
      void serve(structuredClone(job)).then((reply) => listener(reply));
    },
    onReply(next) {
      listener = next;
    },
    onEnd() {},
    terminate() {},
  };
}

const engines = {
  'in float64': createCpuEngine(),
  'by the SIMD kernel': createCpuEngine('fastest'),
  'on three threads': createCpuPool(hereWorker, 3, 'fastest', 0),
};

describe('the first particles of an ensemble are an ensemble of as many', () => {
  for (const [name, engine] of Object.entries(engines))
    for (const [what, spec] of some(Object.entries(FIRST_PARTICLES_SPECS), 5))
      test(`${name}: ${what}`, async () => {
        await checkFirstParticles(engine, spec);
      });

  test('parts that have none of them are not asked', async () => {
    const asked: string[] = [];
    const open = () => {
      const worker = hereWorker();
      const post = worker.postMessage.bind(worker);
      worker.postMessage = (job) => {
        asked.push(job.type);
        post(job);
      };
      return worker;
    };
    const pool = createCpuPool(open, 3, 'fastest', 0);
    const ensemble = await pool.create(FIRST_PARTICLES_SPECS['one coordinate']);
    asked.length = 0;
    await ensemble.count({ most: 4000 });
    await ensemble.count();
    expect(asked).toEqual(['slots', 'slots', 'slots', 'slots']);
  });
});
