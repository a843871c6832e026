import { expect, test } from 'vitest';
import { createCpuEngine } from '../../../../src/engine/cpu/cpu-engine';
import { cellRun } from '../../../../src/page/map/cell-run';
import { compileCells } from '../../../../src/spec/cell-spec';
import { parseSpec } from '../../../../src/spec/schema';
import { withParticles } from '../../../../src/spec/spec';
import { axisCount } from '../../../../src/spec/sweep';
import { SWEEP_PRESETS } from '../../../../src/spec/sweep-presets';
import { sidesOf } from '../../../../src/spec/sweep-schema';

test('a cell in Watch is the very run, with particles enough and in sight', async () => {
  const engine = createCpuEngine('fastest');
  for (const { id, sweep } of SWEEP_PRESETS) {
    const sides = sidesOf(sweep);
    const cells = axisCount(sweep.x) * axisCount(sweep.y);
    for (const index of [Math.floor(cells / 2)]) {
      const cell = compileCells(sweep, sides)(0, index, 64);
      const run = cellRun(cell);
      expect(parseSpec(run), id).toEqual(run);
      expect(run.ensemble).toEqual({ ...cell.ensemble, particles: 65_536 });
      const few = withParticles(run, 256);
      const ensemble = await engine.create(few);
      const { counts } = await ensemble.count();
      expect(
        counts.reduce((sum, count) => sum + count, 0),
        `${id} ${index}`,
      ).toBeGreaterThan(0.05 * 256);
      const steps = Math.min(64, run.time.steps);
      await ensemble.advance(steps);
      const short = { ...cell, time: { ...cell.time, steps } };
      expect(await ensemble.readEscapeSteps(64)).toEqual(await engine.escapeSteps(short, 0, 64));
    }
  }
});
