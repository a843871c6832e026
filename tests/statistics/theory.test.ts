import { expect, test } from 'vitest';
import { createCpuEngine } from '../../src/engine/cpu/cpu-engine';
import { specToFragment } from '../../src/spec/permalink';
import { examine, type Finding, tableSpec } from './theory-table';

// A fortieth of the table in the suite; all 4,000 specs (minutes) with SADDLESCAPE_LONG=1.

const SPECS = process.env.SADDLESCAPE_LONG ? 4000 : 400;
/** With some thousand comparisons a true theory exceeds it with probability below 1e-2. */
const LARGEST_Z = 4.9;

test('theory agrees with runs over the whole table', async () => {
  const engine = createCpuEngine();
  const wrong: (Finding & { spec: string })[] = [];
  const count: Record<string, number> = {};
  for (let i = 0; i < SPECS; i++) {
    const spec = tableSpec(`table ${i}`);
    for (const finding of await examine(engine, spec)) {
      count[finding.what] = (count[finding.what] ?? 0) + 1;
      if (finding.z > LARGEST_Z) wrong.push({ ...finding, spec: `${i} ${specToFragment(spec)}` });
    }
  }
  console.log(JSON.stringify(count));
  expect(wrong).toEqual([]);
}, 600_000);
