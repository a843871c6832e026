import { describe, expect, test } from 'vitest';
import { cosineRate } from '../../../src/engine/cpu/schedule/cosine';
import { powerDecayRate } from '../../../src/engine/cpu/schedule/power-decay';
import { stepDecayRate } from '../../../src/engine/cpu/schedule/step-decay';
import { warmUpRate } from '../../../src/engine/cpu/schedule/warm-up';
import { runParameters } from '../../../src/engine/run-parameters';
import { fragmentToSpec } from '../../../src/spec/link-reader';
import { specToFragment } from '../../../src/spec/permalink';
import { parseSpec } from '../../../src/spec/schema';
import { withPartial } from '../../../src/spec/side';
import { theoryOf } from '../../../src/theory/theory';

/** Learning rates of the schedules against their formulas, written anew. */

const specOf = (optimizer: object) => parseSpec({ optimizer });
const runOf = (optimizer: object) => runParameters(specOf({ learningRate: 0.3, ...optimizer }));
const STEPS = [1, 2, 3, 99, 100, 101, 1000, 123_456, 999_999_999];

test('step decay cuts after every period', () => {
  const run = runOf({ schedule: 'step-decay', period: 100, factor: 0.7 });
  for (const n of STEPS)
    expect(stepDecayRate(run, n - 1)).toBeCloseTo(0.3 * 0.7 ** Math.floor((n - 1) / 100), 14);
  expect(stepDecayRate(runOf({ schedule: 'step-decay', period: 2, factor: 0 }), 2)).toBe(0);
});

test('power decay is right to 1e-6 of itself', () => {
  for (const exponent of [0, 0.5, 1, 2.5])
    for (const n of STEPS) {
      const rate = powerDecayRate(runOf({ schedule: 'power-decay', exponent }), n - 1);
      expect(Math.abs(rate / (0.3 * n ** -exponent) - 1), `${exponent}, ${n}`).toBeLessThan(1e-6);
    }
});

test('a cosine falls to 0 and stays there, right to 3e-7 of h', () => {
  const run = runOf({ schedule: 'cosine', horizon: 1000 });
  for (const n of STEPS) {
    const expected = 0.15 * (1 + Math.cos(Math.PI * Math.min(1, (n - 1) / 1000)));
    expect(Math.abs(cosineRate(run, n - 1) - expected), `${n}`).toBeLessThan(0.3 * 3e-7);
  }
  expect(cosineRate(run, 1000)).toBe(0);
});

test('a warm-up grows in equal steps', () => {
  const run = runOf({ schedule: 'warm-up', warmUp: 100 });
  for (const n of STEPS) expect(warmUpRate(run, n - 1)).toBeCloseTo(0.3 * Math.min(1, n / 100), 15);
});

describe('fields of a schedule', () => {
  test('take their defaults, and come back from a link', () => {
    const spec = specOf({ kind: 'adam', schedule: 'step-decay', factor: 0.1 });
    expect(spec.optimizer).toMatchObject({ period: 1000, factor: 0.1 });
    expect(fragmentToSpec(specToFragment(spec))).toEqual(spec);
  });

  test('are refused with another schedule', () => {
    expect(() => specOf({ schedule: 'cosine', period: 3 })).toThrow(
      'optimizer.period: 3 is not accepted; give no period with the schedule cosine.',
    );
    expect(() => specOf({ schedule: 'step-decay', factor: 1.5 })).toThrow(
      'optimizer.factor: 1.5 is not accepted; give a number from 0 to 1.',
    );
  });

  test('go with their schedule, and stay where the method changes', () => {
    const spec = specOf({ schedule: 'power-decay', exponent: 0.7 });
    expect(withPartial(spec, { optimizer: { kind: 'adam' } }).optimizer).toMatchObject({
      kind: 'adam',
      exponent: 0.7,
    });
    expect(withPartial(spec, { optimizer: { schedule: 'warm-up' } }).optimizer).toEqual({
      ...specOf({}).optimizer,
      schedule: 'warm-up',
      warmUp: 100,
    });
  });
});

test('there is no theory of a schedule that nobody has written one for', () => {
  const theory = theoryOf(specOf({ schedule: 'cosine' }), 1);
  expect(theory.reason).toBe('There is no theory for the schedule cosine.');
  expect(theory).toMatchObject({ law: null, lyapunovExponent: null, exponentBasis: 'unknown' });
});
