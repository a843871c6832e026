import { existsSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const ROOT = join(import.meta.dirname, '..', '..');

/**
 * The test files of Node that take longest, the longest first. Where all of them come first, the
 * last worker to end is left with something short. The order is that of two cores, and no more than
 * a hint.
 */
export const LONGEST: readonly string[] = [
  'tests/page/map.test.ts',
  'tests/statistics/claims.test.ts',
  'tests/page/blocked.test.ts',
  'tests/statistics/maps.test.ts',
  'tests/page/speed.test.ts',
  'tests/page/bench.test.ts',
  'tests/cli/output.test.ts',
  'tests/unit/theory/cell-escape.test.ts',
  'tests/page/layout.test.ts',
  'tests/page/changes.test.ts',
  'tests/page/accessibility.test.ts',
  'tests/unit/experiment/bench/bench.test.ts',
  'tests/page/landscape.test.ts',
  'tests/cli/sweep.test.ts',
  'tests/unit/theory/student-t-batches.test.ts',
  'tests/unit/theory/momentum.test.ts',
  'tests/unit/theory/stable-escape.test.ts',
  'tests/unit/theory/momentum-stored.test.ts',
  'tests/cli/kills.test.ts',
  'tests/page/random-actions.test.ts',
  'tests/page/device-losses.test.ts',
  'tests/page/element.test.ts',
  'tests/page/embed.test.ts',
  'tests/page/single.test.ts',
  'tests/statistics/digests.test.ts',
  'tests/statistics/reference.test.ts',
  'tests/cli/bench.test.ts',
  'tests/page/drawers.test.ts',
  'tests/page/verify.test.ts',
  'tests/page/scripting.test.ts',
  'tests/statistics/tries.test.ts',
  'tests/cli/run.test.ts',
  'tests/page/watch.test.ts',
  'tests/page/same-numbers.test.ts',
  'tests/page/ended-workers.test.ts',
  'tests/unit/engine/simd.test.ts',
  'tests/unit/engine/fused.test.ts',
  'tests/page/methods.test.ts',
  'tests/page/map-views.test.ts',
  'tests/page/map-responses.test.ts',
  'tests/cli/doctor.test.ts',
  'tests/cli/refusals.test.ts',
  'tests/cli/start.test.ts',
  'tests/unit/theory/escape-oracle.test.ts',
  'tests/page/map-theory.test.ts',
];

/** Runs the files of all projects in one order, those of `LONGEST` before the others. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    for (const file of LONGEST)
      if (!existsSync(join(ROOT, file)))
        throw new Error(`${file} of tests/support/longest-first.ts is not there.`);
    const place = ({ moduleId }: TestSpecification) => {
      const at = LONGEST.indexOf(relative(ROOT, moduleId).split(sep).join('/'));
      return at < 0 ? LONGEST.length : at;
    };
    return [...files].sort((a, b) => place(a) - place(b));
  }
}
