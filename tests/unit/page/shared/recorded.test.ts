import { expect, it, test } from 'vitest';
import type { BenchReport } from '../../../../src/experiment/bench/report';
import { SUITES, type Verification } from '../../../../src/experiment/verify/verify';
import bench from '../../../../src/page/bench/recorded-bench.json';
import { type Recorded, recordedWords } from '../../../../src/page/shared/recorded';
import papers from '../../../../src/page/verify/recorded-papers.json';
import post from '../../../../src/page/verify/recorded-post.json';

/** The page says which one. */
const RELEASE = /^\d+\.\d+\.\d+(-rc\.\d+)?$/;
const AGAIN = 'Write them anew: npm run recorded.';

test('recorded runs are of a version, and of every claim that there is', () => {
  for (const [suite, recorded] of Object.entries({ post, papers })) {
    const { version, machine, report } = recorded as unknown as Recorded<Verification>;
    expect(version, AGAIN).toMatch(RELEASE);
    expect(machine).toMatch(/\w/);
    const ids = SUITES[suite as 'post' | 'papers'].map(({ id }) => id);
    expect(
      report.claims.map(({ id }) => id),
      AGAIN,
    ).toEqual(ids);
    expect(report.engine.fallback, 'a software adapter proves nothing of a GPU').toBe(false);
  }
  const { version, report } = bench as unknown as Recorded<BenchReport>;
  expect(version, AGAIN).toMatch(RELEASE);
  expect(report.complete).toBe(true);
  expect(report.agreement.every(({ agrees }) => agrees)).toBe(true);
  if (!report.gpu || report.gpu.fallback) expect(report.headline).toBeNull();
});

it('is never taken for a run of this machine', () => {
  const recorded = { version: '1.0.0', date: '2026-11-29T10:00:00Z', report: null };
  expect(recordedWords({ ...recorded, machine: 'a processor', busy: true }, 'Run.')).toBe(
    'An example, not this machine: recorded on 2026-11-29 with version 1.0.0 on a processor, while other work shared that machine. Run.',
  );
  expect(recordedWords({ ...recorded, machine: null, busy: false }, 'Run.')).toBe(
    'Your last run, of 2026-11-29. Run.',
  );
});
