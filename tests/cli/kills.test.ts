import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { DISTURBANCES, disturb } from '../support/kills';
import { temporaryFolder } from '../support/temporary-folder';
import { BUILT, PROGRAM, saddlescape } from './command';

/** SADDLESCAPE_KILLS=100 for a long look; each takes about a second. */
const COUNT = Number(process.env.SADDLESCAPE_KILLS ?? 6);
const SEED = process.env.SADDLESCAPE_KILLS_SEED ?? 'kills';

/** A second or two of work for one thread. */
const SWEEP = {
  base: { time: { dt: 0.002, steps: 300 }, escape: { radius: 2 }, ensemble: { seed: 'cli' } },
  x: { path: 'noise.sigma', from: 0, to: 3, count: 7 },
  y: { path: 'loss.a[0]', values: [0.05, 0.5, 1, 2, 4] },
  replicas: 4096,
  compare: { optimizer: { batchSize: 4 } },
  halfWidth: 0.012,
  mostReplicas: 16_384,
};

test(
  `a sweep that is disturbed ${COUNT} times ends in the very bytes of one that was not, or with a sentence`,
  async () => {
    // A copy, which nobody builds again meanwhile.
    const script = join(temporaryFolder(), 'saddlescape.js');
    copyFileSync(BUILT, script);
    copyFileSync(PROGRAM, join(script, '..', 'command.mjs'));
    const started = performance.now();
    const undisturbed = await saddlescape(['sweep', '-', '--engine', 'cpu', '--threads', '1'], {
      input: JSON.stringify(SWEEP),
      script,
    });
    expect(undisturbed.code).toBe(0);
    const report = await disturb({
      script,
      sweep: SWEEP,
      whole: undisturbed.stdout,
      milliseconds: performance.now() - started,
      count: COUNT,
      seed: SEED,
    });
    if (COUNT > 6) console.log(report);
    expect(Object.values(report.happened).reduce((sum, count) => sum + count)).toBe(COUNT);
    if (COUNT >= DISTURBANCES.length)
      for (const kind of DISTURBANCES) expect(report.happened[kind]).toBeGreaterThan(0);
    expect(report.resumed).toBeGreaterThan(0);
  },
  COUNT * 60_000,
);
