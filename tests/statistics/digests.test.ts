import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createCpuEngine } from '../../src/engine/cpu/cpu-engine';
import { specToFragment } from '../../src/spec/permalink';
import { PRESETS } from '../../src/spec/presets';
import { MOST_PARTICLES, MOST_STEPS, type Recorded, record } from '../support/digests';
import { LONG } from '../support/long';

// Every preset and 200 random specs: their links, integers and theory stay what they were. Every
// tenth is looked at, and all of them (a minute) with SADDLESCAPE_LONG=1.

const FILE = join(import.meta.dirname, '../reference/digests.json');
const twin = createCpuEngine();
const fastest = createCpuEngine('fastest');

test('presets and random specs keep their links, integers and theory', async () => {
  // SADDLESCAPE_RECORD=digests writes the file anew, where results change on purpose.
  if (process.env.SADDLESCAPE_RECORD === 'digests') await recordAll();
  const recorded: Recorded[] = JSON.parse(readFileSync(FILE, 'utf8'));
  expect(recorded.length).toBeGreaterThanOrEqual(PRESETS.length + 200);
  const every = LONG ? 1 : 10;
  for (const one of recorded.filter((_, i) => i % every === 0))
    expect(await record(one.link, twin, fastest), one.link).toEqual(one);
}, 600_000);

/** What is recorded anew, and presets that are not yet in the file; new kinds change no random spec. */
async function recordAll() {
  const known: Recorded[] = JSON.parse(readFileSync(FILE, 'utf8'));
  const presets = PRESETS.map(({ spec }) =>
    specToFragment({
      ...spec,
      // Coins are drawn one by one.
      optimizer: { ...spec.optimizer, batchSize: Math.min(spec.optimizer.batchSize, 16) },
      time: { ...spec.time, steps: Math.min(spec.time.steps, MOST_STEPS) },
      ensemble: {
        ...spec.ensemble,
        particles: Math.min(spec.ensemble.particles, MOST_PARTICLES),
      },
    }),
  );
  const links = new Set([...known.map(({ link }) => link), ...presets]);
  const lines = [];
  for (const link of links) lines.push(JSON.stringify(await record(link, twin, fastest)));
  writeFileSync(FILE, `[\n${lines.join(',\n')}\n]\n`);
}
