import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SweepRun } from '../../../src/experiment/sweep/sweep-run';
import { FormulaError } from '../../../src/formula/formula-error';
import { compileCells } from '../../../src/spec/cell-spec';
import { parseFormula } from '../../../src/spec/formula';
import { fragmentToSweep, sweepToFragment } from '../../../src/spec/sweep-permalink';
import { parseSweep, sidesOf } from '../../../src/spec/sweep-schema';
import { withAxesSwapped } from '../../../src/spec/tied-fields';
import { FakeEngine } from '../experiment/fake-engine';

const value = (text: string, values: Record<string, number> = {}) =>
  parseFormula(text, Object.keys(values))(values);

describe('a formula', () => {
  test.each<[string, number]>([
    ['1 + 2 * 3', 7],
    ['(1+2)*3', 9],
    ['8 / 4 / 2', 1],
    ['8 - 4 - 2', 2],
    ['2 ^ 3 ^ 2', 512],
    ['-2 ^ 2', -4],
    ['(-2) ^ 3', -8],
    ['2 ^ -1', 0.5],
    ['4 ^ .5', 2],
    ['3 * -x', -6],
    ['--x', 2],
    ['1.5e1 - 1E-1', 14.9],
    ['(sigma - 1) * x', 4],
  ])('%s is %d', (text, expected) => {
    expect(value(text, { x: 2, sigma: 3 })).toBeCloseTo(expected, 12);
  });

  test('is NaN where it is no real number', () => {
    expect(value('(-1) ^ .5')).toBeNaN();
  });

  test('is what JavaScript makes of any nesting of + - * /', () => {
    const text = fc.letrec<{ all: string }>((tie) => ({
      all: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        fc.constantFrom('x', 'y', '2', '0.5'),
        fc
          .tuple(tie('all'), fc.constantFrom('+', '-', '*', '/'), tie('all'))
          .map(([a, sign, b]) => `${a} ${sign} ${b}`),
        tie('all').map((a) => `(${a})`),
        tie('all').map((a) => `(-${a})`),
      ),
    })).all;
    fc.assert(
      fc.property(text, (formula) => {
        fc.pre(formula.length <= 200);
        const expected = new Function('x', 'y', `return ${formula}`)(1.25, -3) as number;
        expect(value(formula, { x: 1.25, y: -3 })).toBe(expected);
      }),
    );
  });

  test.each<[string, string]>([
    ['', 'a formula that has a number, "(" or one of x, sigma at its end'],
    ['2 * (x + 1', 'a formula that has ")" at its end'],
    ['2 x', 'a formula that has an operator or the end at character 3'],
    ['x + tau', 'a formula that has a number, "(" or one of x, sigma at character 5'],
    ['x ** 2', 'a formula that has a number, "(" or one of x, sigma at character 4'],
    ['constructor', 'a formula that has a number, "(" or one of x, sigma at character 1'],
    ['('.repeat(300), 'a formula of at most 200 characters'],
  ])('%j is refused with its place', (text, sentence) => {
    expect(() => parseFormula(text, ['x', 'sigma'])).toThrow(new FormulaError(sentence));
  });
});

const SWEEP = {
  x: { path: 'noise.sigma', from: 1, to: 3, count: 3 },
  y: { path: 'optimizer.learningRate', values: [0.1, 0.2] },
  tied: { 'loss.a[0]': '(sigma - 1)  * 2', 'time.steps': '10 / learningRate', 'time.dt': 'y' },
  compare: [{ noise: { tau: 2 } }, { loss: { kind: 'relu-saddle' } }],
};

describe('tied fields of a sweep', () => {
  test('have the value of their formula in every cell of every side that has them', () => {
    const sweep = parseSweep(SWEEP);
    const specOf = compileCells(sweep, sidesOf(sweep));
    for (let cell = 0; cell < 6; cell++)
      for (const side of [0, 1, 2]) {
        const { noise, optimizer, loss, time } = specOf(side, cell, 100);
        const rate = [0.1, 0.2][Math.floor(cell / 3)];
        expect(noise.sigma).toBe(1 + (cell % 3));
        expect(optimizer.learningRate).toBe(rate);
        expect(loss).toMatchObject({ a: [2 * (cell % 3)] });
        expect(time).toMatchObject({ steps: [100, 50][Math.floor(cell / 3)], dt: rate });
      }
  });

  test('are 12 digits, as values of axes are, and one name for both axes is none', () => {
    const axes = {
      base: { loss: { a: [1, 1] }, start: { kind: 'point', x: [1, 1] } },
      x: { path: 'loss.a[0]', values: [0.1] },
      y: { path: 'loss.a[1]', values: [0.2] },
    };
    const sweep = parseSweep({ ...axes, tied: { 'noise.sigma': 'x + y' } });
    expect(compileCells(sweep, sidesOf(sweep))(0, 0, 1).noise.sigma).toBe(0.3);
    expect(() => parseSweep({ ...axes, tied: { 'noise.sigma': 'a' } })).toThrow(
      'one of x, y at character 1.',
    );
  });

  test('a value that no run can have is a failed cell, and work counts tied steps', async () => {
    const sweep = parseSweep({
      ...SWEEP,
      compare: undefined,
      tied: { 'time.steps': '100 * (3 - sigma)' },
    });
    const engine = new FakeEngine();
    const run = new SweepRun(sweep, engine.identity);
    await run.advance(engine);
    expect(run.tallies.failure(2, 0)).toContain('time.steps: 0 is not accepted');
    expect([...run.tallies.failures.keys()]).toEqual([2, 5]);
    expect(run.work).toBe(2 * (200 + 100) * sweep.replicas);
  });

  test('are written in one way, and come back from a link', () => {
    const sweep = parseSweep(SWEEP);
    expect(Object.entries(sweep.tied!)).toEqual([
      ['loss.a[0]', '(sigma - 1) * 2'],
      ['time.dt', 'y'],
      ['time.steps', '10 / learningRate'],
    ]);
    expect(parseSweep(sweep)).toEqual(sweep);
    expect(fragmentToSweep(sweepToFragment(sweep))).toEqual(sweep);
    expect(parseSweep({ tied: {} }).tied).toBeUndefined();
  });

  test('mean the same where the axes have changed places', () => {
    expect(withAxesSwapped('x / sigma + 2 * xy - y')).toBe('y / sigma + 2 * xy - x');
    const before = parseSweep({ ...SWEEP, tied: { 'escape.radius': 'x / 1e2 + sigma * y' } });
    const after = parseSweep({
      ...SWEEP,
      x: SWEEP.y,
      y: SWEEP.x,
      tied: { 'escape.radius': withAxesSwapped(before.tied!['escape.radius']) },
    });
    const [one, other] = [before, after].map((sweep) => compileCells(sweep, sidesOf(sweep)));
    // Column 2 of row 1 is column 1 of row 2.
    expect(other(0, 5, 1).escape).toEqual(one(0, 5, 1).escape);
    expect(other(0, 3, 1).escape).toEqual(one(0, 4, 1).escape);
  });

  test.each<[Record<string, unknown>, string]>([
    [
      { 'loss.a[0]': 'sigma +' },
      'tied["loss.a[0]"]: "sigma +" is not accepted; give a formula that',
    ],
    [{ 'loss.b': 'x' }, 'tied: "loss.b" is not accepted; give paths of numbers of the spec'],
    [{ 'noise.sigma': 'y' }, 'tied: "noise.sigma" is not accepted; give another field than those'],
    [
      { 'loss.a': 'x', 'loss.a[0]': 'y' },
      'tied: "loss.a[0]" is not accepted; give each field once.',
    ],
    [{ 'noise.tau': 'x' }, 'tied["noise.tau"]: "x" is not accepted; give none: a comparison gives'],
    [{ 'loss.a[0]': 2 }, '2 is not accepted; give a formula such as "(sigma - 1) * 2".'],
  ])('%j is refused', (tied, sentence) => {
    expect(() => parseSweep({ ...SWEEP, tied })).toThrow(sentence);
  });
});
