import { expect, test } from 'vitest';
import { createCpuEngine } from '../../src/engine/cpu/cpu-engine';
import { specToFragment } from '../../src/spec/permalink';
import { LONG } from '../support/long';
import { examine, type Finding, tableSpec } from './theory-table';

// A fortieth of the table in the suite; all 4,000 specs (minutes) with SADDLESCAPE_LONG=1.

const SPECS = LONG ? 4000 : 100;
/** With some thousand comparisons a true theory exceeds it with probability below 1e-2. */
const LARGEST_Z = 4.9;

test('theory agrees with runs over the whole table', async () => {
  const fastest = createCpuEngine('fastest');
  // Beside a far landmark, and where a sample of a set takes x almost to 0, float32 loses the digits
  // of x: only the float64 twin can tell.
  const twin = createCpuEngine();
  const wrong: (Finding & { spec: string })[] = [];
  const count: Record<string, number> = {};
  for (let i = 0; i < SPECS; i++) {
    const spec = tableSpec(`table ${i}`);
    const exact = spec.optimizer.kind === 'svrg' || spec.noise.law === 'dataset';
    for (const finding of await examine(exact ? twin : fastest, spec)) {
      count[finding.what] = (count[finding.what] ?? 0) + 1;
      if (finding.z > LARGEST_Z) wrong.push({ ...finding, spec: `${i} ${specToFragment(spec)}` });
    }
  }
  expect(wrong).toEqual([]);
  for (const what of ['exponent', 'verdict', 'mean', 'second moment', 'law'])
    expect(count[what], what).toBeGreaterThan(SPECS / 10);
}, 1_200_000);
