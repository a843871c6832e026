import { describe, expect, test } from 'vitest';
import { createCpuEngine } from '../../../src/engine/cpu/cpu-engine';
import { mapToCsv } from '../../../src/experiment/sweep/map-csv';
import { mapResult } from '../../../src/experiment/sweep/map-result';
import { SweepRun } from '../../../src/experiment/sweep/sweep-run';
import { compileCells } from '../../../src/spec/cell-spec';
import { axisPaths, pathText } from '../../../src/spec/field-path';
import { parseSpec } from '../../../src/spec/schema';
import { fragmentToSweep, sweepToFragment } from '../../../src/spec/sweep-permalink';
import { parseSweep, sidesOf } from '../../../src/spec/sweep-schema';
import { exactEscape } from '../../../src/theory/escape/exact-escape';

const BASE = {
  loss: { a: [-0.5] },
  noise: { sigma: 0, tau: 0.5 },
  time: { dt: 1, steps: 20 },
  optimizer: { learningRate: 0.2 },
  start: { x: [0.25] },
  escape: { radius: 0.6 },
};
const COUNTS = { path: 'loss.dimensions', values: [1, 3, 8] };
const PUSH = { path: 'loss.a[0]', values: [-0.5, 0.75] };
const SWEEP = { base: BASE, x: COUNTS, y: PUSH, replicas: 256 };

describe('the number of coordinates as an axis', () => {
  test('repeats the only coordinate, and what sets one of them comes after, on either axis', () => {
    for (const turned of [false, true]) {
      const sweep = parseSweep({ ...SWEEP, ...(turned ? { x: PUSH, y: COUNTS } : {}) });
      const specOf = compileCells(sweep, sidesOf(sweep));
      for (const [k, count] of COUNTS.values.entries())
        for (const [l, a] of PUSH.values.entries()) {
          const cell = turned ? 2 * k + l : 3 * l + k;
          const list = [a, ...new Array<number>(count - 1).fill(-0.5)];
          const start = { kind: 'point', x: new Array<number>(count).fill(0.25) };
          expect(specOf(0, cell, 256)).toEqual(
            parseSpec({
              ...BASE,
              loss: { a: list },
              start,
              ensemble: { particles: 256, seed: '1', cell },
            }),
          );
        }
    }
  });

  test('sets slopes of every coordinate and of one by a formula, and any start', () => {
    const sweep = parseSweep({
      ...SWEEP,
      base: { ...BASE, start: { kind: 'uniform', low: [-1], high: [1] } },
      y: { path: 'time.dt', values: [0.5, 1] },
      tied: { 'loss.a[0]': '0.1', 'optimizer.learningRate': '1 / dimensions' },
      compare: { loss: { kind: 'double-well' } },
    });
    const specOf = compileCells(sweep, sidesOf(sweep));
    const spec = specOf(0, 1, 1);
    expect(spec.loss).toEqual({ kind: 'saddle', a: [0.1, -0.5, -0.5] });
    expect(spec.start).toEqual({ kind: 'uniform', low: [-1, -1, -1], high: [1, 1, 1] });
    expect(spec.optimizer.learningRate).toBe(0.333333333333);
    expect(specOf(1, 5, 1).loss, 'a side that has no such number').toEqual({ kind: 'double-well' });
  });

  test('every cell is the run of its spec, with its exact probability, and all slopes in CSV', async () => {
    const base = { ...BASE, noise: { ...BASE.noise, law: 'two-point' } };
    base.time = { dt: 1, steps: 8 };
    const sweep = parseSweep({ ...SWEEP, base, y: { ...PUSH, values: [-0.5] } });
    const engine = createCpuEngine();
    const run = new SweepRun(sweep, engine.identity);
    await run.advance(engine);
    const chances: number[] = [];
    for (let cell = 0; cell < 3; cell++) {
      const spec = run.specOf(cell, 0);
      const passages = await engine.escapeSteps(spec, 0, 256);
      expect(run.tallies.escaped[0][cell]).toBe(passages.filter((step) => step > 0).length);
      chances.push(exactEscape(spec).probability!);
      const error = Math.sqrt((chances[cell] * (1 - chances[cell])) / 256);
      expect(Math.abs(run.tallies.escaped[0][cell] / 256 - chances[cell])).toBeLessThan(5 * error);
    }
    // Coordinates alike are independent: 1 - (1 - p)^d.
    expect(chances[2]).toBeCloseTo(1 - (1 - chances[0]) ** 8, 9);
    const [head, first, , last] = [...mapToCsv(await mapResult(run))].map((line) =>
      line.trimEnd().split(','),
    );
    const column = (name: string) => head.indexOf(name);
    expect(first[column('loss.dimensions')]).toBe('1');
    expect(last[column('loss.dimensions')]).toBe('8');
    expect([first, last].map((line) => line[column('loss.a[7]')])).toEqual(['', '-0.5']);
  });

  test('is offered where coordinates are a list, and comes back from a link', () => {
    const offered = (loss: object) => axisPaths(parseSpec({ loss })).map(pathText);
    expect(offered({ a: [1, 2] })).toContain('loss.dimensions');
    expect(offered({ kind: 'relu-saddle' })).toContain('loss.dimensions');
    for (const kind of ['double-well', 'linear-network'])
      expect(offered({ kind })).not.toContain('loss.dimensions');
    const sweep = parseSweep(SWEEP);
    expect(fragmentToSweep(sweepToFragment(sweep))).toEqual(sweep);
  });

  test.each<[object, string]>([
    [
      { base: { ...BASE, loss: { a: [1, -1] }, start: { x: [1, 1] } } },
      'base.loss.a: [1,-1] is not accepted; give equal numbers: x is the number of coordinates',
    ],
    [{ compare: { start: { kind: 'gaussian', mean: [0, 1] } } }, 'a list of 1 number'],
    [
      { x: { path: 'loss.dimensions', values: [0, 2] } },
      'x: 0 is not accepted; give for loss.dimensions whole numbers from 1 to 64.',
    ],
    [{ x: { path: 'loss.dimensions', values: [1, 65] } }, 'x: 65 is not accepted'],
    [
      { x: { path: 'loss.dimensions', from: 1, to: 64, count: 7 } },
      'whole numbers for loss.dimensions',
    ],
    [
      {
        base: { ...BASE, loss: { a: [1, 1] }, start: { x: [1, 1] }, histogram: { coordinate: 1 } },
      },
      'from 2 to 64, as histogram.coordinate is 1.',
    ],
    [
      {
        base: { ...BASE, loss: { a: [1, 1] }, start: { x: [1, 1] } },
        y: { path: 'loss.a[1]', values: [1, 2] },
      },
      'loss.dimensions: 1 is not accepted; give at least 2 coordinates: loss.a[1] is set in every cell.',
    ],
    [
      { x: PUSH, y: { path: 'time.steps', values: [9] }, tied: { 'loss.dimensions': '2' } },
      'the number of coordinates can be an axis, and is not tied',
    ],
    [
      { base: { loss: { kind: 'double-well' } }, y: { path: 'time.dt', values: [1] } },
      'x.path: "loss.dimensions" is not accepted',
    ],
  ])('%j is refused in one sentence', (change, sentence) => {
    expect(() => parseSweep({ ...SWEEP, ...change })).toThrow(sentence);
  });
});
