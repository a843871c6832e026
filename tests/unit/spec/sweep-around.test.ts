import { expect, test } from 'vitest';
import { compileCells } from '../../../src/spec/cell-spec';
import { noiseAt } from '../../../src/spec/listed-noise';
import { specToFragment } from '../../../src/spec/permalink';
import { PRESETS } from '../../../src/spec/presets';
import { SpecError } from '../../../src/spec/spec-error';
import { axisCount } from '../../../src/spec/sweep';
import { sweepAround } from '../../../src/spec/sweep-around';
import { sidesOf } from '../../../src/spec/sweep-schema';

function hasMap({ spec }: (typeof PRESETS)[number]): boolean {
  try {
    sweepAround(spec);
    return true;
  } catch (error) {
    if (error instanceof SpecError) return false;
    throw error;
  }
}
const mapped = PRESETS.filter(hasMap);
const refused = PRESETS.filter((preset) => !mapped.includes(preset));

test.each(mapped)('$title: the cell in the middle of its map is the run itself', ({ spec }) => {
  const sweep = sweepAround(spec);
  const [columns, rows] = [axisCount(sweep.x), axisCount(sweep.y)];
  expect(columns * rows * sweep.replicas * spec.time.steps).toBeLessThanOrEqual(
    Math.max(2e10, 81 * 64 * spec.time.steps),
  );
  const middle = compileCells(sweep, sidesOf(sweep))(0, (columns * rows - 1) / 2, 64);
  // Values of an axis have 12 digits.
  const sigma = Number(noiseAt(spec.noise, 0).sigma.toPrecision(12));
  const noise = { ...spec.noise, sigma };
  const bare = { ...spec, noise, ensemble: middle.ensemble, time: middle.time };
  // Numbers of value 0 are at an end of their axis.
  if (spec.noise.sigma !== 0) expect(specToFragment(middle)).toBe(specToFragment(bare));
  expect(sweep.base.ensemble.particles).toBe(spec.ensemble.particles);
});

test('hardly any preset makes no map, and one that makes none is told why in a sentence', () => {
  expect(refused.length).toBeLessThan(PRESETS.length / 5);
  for (const { spec } of refused ?? [])
    expect(() => sweepAround(spec)).toThrow(/is not accepted; give .*\.$/);
});
