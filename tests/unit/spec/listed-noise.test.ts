import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileCells } from '../../../src/spec/cell-spec';
import { fragmentToSpec } from '../../../src/spec/link-reader';
import { noiseAt, withNoiseAt } from '../../../src/spec/listed-noise';
import { specToFragment } from '../../../src/spec/permalink';
import { parseSpec } from '../../../src/spec/schema';
import { withSettings } from '../../../src/spec/settings';
import { isListed, type Spec } from '../../../src/spec/spec';
import { sweepAround } from '../../../src/spec/sweep-around';
import { fragmentToSweep, sweepToFragment } from '../../../src/spec/sweep-permalink';
import { parseSweep, sidesOf } from '../../../src/spec/sweep-schema';

/** Scales of noise that each coordinate has for itself. */

const LOSSES = ['saddle', 'relu-saddle', 'quartic-saddle'] as const;
/** Laws of which coordinates may differ in all three. */
const LAWS = ['gaussian', 'uniform', 'laplace', 'student-t', 'alpha-stable'] as const;

/** 0, or large enough for a step to be seen in float32. */
const number = (min: number, max: number) =>
  fc.double({ min, max, noNaN: true }).map((x) => (Math.abs(x) < 1e-3 ? 0 : x));

/** A number that all share, or a list. */
const scale = (count: number, min: number, max: number) =>
  fc.oneof(number(min, max), fc.array(number(min, max), { minLength: count, maxLength: count }));

const anyListed: fc.Arbitrary<Spec> = fc.integer({ min: 2, max: 5 }).chain((count) =>
  fc
    .record({
      kind: fc.constantFrom(...LOSSES),
      a: fc.array(number(-2, 2), { minLength: count, maxLength: count }),
      law: fc.constantFrom(...LAWS),
      sigma: scale(count, 0, 3),
      tau: scale(count, -3, 3),
      rho: scale(count, -1, 1),
      coordinate: fc.integer({ min: 0, max: count - 1 }),
    })
    .map(({ kind, a, coordinate, ...noise }) =>
      parseSpec({ loss: { kind, a }, noise, histogram: { coordinate } }),
    ),
);

const two = (noise: object, more: object = {}) =>
  parseSpec({ loss: { a: [1, -1] }, noise, ...more });

describe('scales of noise as lists', () => {
  test('links and JSON keep them, to the last digit', () => {
    fc.assert(
      fc.property(anyListed, (spec) => {
        expect(fragmentToSpec(specToFragment(spec))).toEqual(spec);
        expect(parseSpec(JSON.parse(JSON.stringify(spec)))).toEqual(spec);
        expect(isListed(spec)).toBe(JSON.stringify(spec.noise).includes('['));
      }),
      { numRuns: 25 },
    );
  });

  test('lists of equal numbers stay lists, and a list for one coordinate is its number', () => {
    expect(two({ sigma: [2, 2] }).noise.sigma).toEqual([2, 2]);
    expect(parseSpec({ noise: { sigma: [3], tau: [0.5], rho: [-1] } }).noise).toEqual(
      parseSpec({ noise: { sigma: 3, tau: 0.5, rho: -1 } }).noise,
    );
  });

  test('a coordinate has the entry of its own', () => {
    const { noise } = two({ sigma: [1, 4], tau: 2, rho: [0, 0.5] });
    expect(noiseAt(noise, 0)).toMatchObject({ sigma: 1, tau: 2, rho: 0 });
    expect(noiseAt(noise, 1)).toMatchObject({ sigma: 4, tau: 2, rho: 0.5 });
    expect(withNoiseAt(two({ sigma: [1, 4] }), 1)).toEqual(two({ sigma: 4 }));
  });

  test.each<[string, object, string]>([
    [
      'a wrong length',
      { loss: { a: [1, -1] }, noise: { sigma: [1, 2, 3] } },
      'noise.sigma: [1,2,3] is not accepted; give a number or a list of 2, as loss.a has 2.',
    ],
    [
      'one number for two coordinates',
      { loss: { a: [1, -1] }, noise: { tau: [1] } },
      'noise.tau: [1] is not accepted; give a number or a list of 2, as loss.a has 2.',
    ],
    [
      'a number out of range',
      { loss: { a: [1, -1] }, noise: { sigma: [1, -2] } },
      'noise.sigma: [1,-2] is not accepted; give a number from 0 to 1e30, or a list of such numbers.',
    ],
    [
      'coordinates that move together',
      { loss: { kind: 'rosenbrock' }, noise: { sigma: [1, 2] } },
      'noise.sigma: [1,2] is not accepted; give one number with the loss rosenbrock: all coordinates share it.',
    ],
    [
      'a stored set',
      { loss: { a: [1, -1] }, noise: { law: 'dataset', tau: [1, 2] } },
      'noise.tau: [1,2] is not accepted; give one number with the noise dataset: all coordinates share it.',
    ],
    [
      "samples of one's own",
      { loss: { a: [1, -1] }, noise: { law: 'samples', sigma: [1, 2] } },
      'noise.sigma: [1,2] is not accepted; give one number with the noise samples: all coordinates share it.',
    ],
    ...['two-point', 'unfair-coins', 'chi-squared', 'formula'].map(
      (law): [string, object, string] => [
        `the correlation of ${law}`,
        { loss: { a: [1, -1] }, noise: { law, rho: [0, 1] } },
        `noise.rho: [0,1] is not accepted; give one number with the noise ${law}: all coordinates share it.`,
      ],
    ),
    [
      'what float32 does not hold in the second',
      { loss: { a: [1, -1] }, noise: { sigma: [1, 1e10] } },
      'noise.sigma: [1,10000000000] is not accepted; give a smaller magnitude: with time.dt a step leaves the range of 32-bit floating point.',
    ],
  ])('refuses %s', (_, input, sentence) => {
    expect(() => parseSpec(input)).toThrow(sentence);
  });

  test('float32 looks at each coordinate with its own noise', () => {
    // 1e-30 times 1e-9 is no number of float32, and no coordinate has both.
    expect(() =>
      two({ sigma: [1, 1e-9], tau: 0 }, { start: { kind: 'point', x: [1e-30, 1] } }),
    ).not.toThrow();
    expect(() =>
      two({ sigma: [1e-9, 1], tau: 0 }, { start: { kind: 'point', x: [1e-30, 1] } }),
    ).toThrow('smallest number of 32-bit floating point');
  });

  test('settings reach all entries, one, or the whole list', () => {
    const spec = two({ sigma: [1, 4] });
    const sigmaAfter = (setting: string) => withSettings(spec, [setting]).noise.sigma;
    expect(sigmaAfter('noise.sigma=2')).toEqual([2, 2]);
    expect(sigmaAfter('noise.sigma[1]=2')).toEqual([1, 2]);
    expect(sigmaAfter('noise.sigma=[3,5]')).toEqual([3, 5]);
    expect(() => withSettings(spec, ['loss.dimensions=3'])).toThrow(
      'loss.a: [1,-1] is not accepted',
    );
    const even = parseSpec({ loss: { a: [1, 1] }, noise: { sigma: [2, 2] } });
    expect(() => withSettings(even, ['loss.dimensions=3'])).toThrow(
      'noise.sigma: [2,2] is not accepted; give one number: loss.dimensions repeats one coordinate.',
    );
  });

  test('maps carry lists in their links, and vary what they say', () => {
    const sweep = parseSweep({
      base: two({ sigma: [1, 4] }),
      x: { path: 'noise.sigma[1]', scale: 'list', values: [2, 3] },
      y: { path: 'noise.sigma[0]', scale: 'list', values: [0, 1] },
      replicas: 8,
    });
    expect(fragmentToSweep(sweepToFragment(sweep))).toEqual(sweep);
    const cell = compileCells(sweep, sidesOf(sweep));
    expect(cell(0, 1, 8).noise.sigma).toEqual([0, 3]);
    expect(cell(0, 2, 8).noise.sigma).toEqual([1, 2]);
    const all = parseSweep({
      base: two({ sigma: [1, 4] }),
      x: { path: 'noise.sigma', scale: 'list', values: [2, 3] },
    });
    expect(compileCells(all, sidesOf(all))(0, 1, 8).noise.sigma).toEqual([3, 3]);
    // A map around a run leaves its list as it is.
    const around = sweepAround(two({ sigma: [1, 4] }));
    expect([around.x.path, around.y.path]).toEqual(['loss.a[0]', 'optimizer.learningRate']);
  });
});
