import { describe, expect, it } from 'vitest';
import { parseSpec } from '../../../src/spec/schema';
import { type Growth, growthOf, theoryOf } from '../../../src/theory/theory';
import { some } from '../../support/long';
import { expectReference, expectWithin, referenceCases } from './reference';

const whole = { dt: 1, steps: 100 };

/** Specs of every kind of theory, and of every branch of an epoch of SVRG. */
const SPECS: [string, object][] = [
  ['sgd', {}],
  ['sgd at the threshold', { loss: { a: [2] }, noise: { sigma: 2 } }],
  [
    'sgd of a coordinate of several',
    { loss: { a: [1, -3] }, start: { x: [1, 1] }, histogram: { coordinate: 1 } },
  ],
  ['gd', { optimizer: { kind: 'gd' } }],
  ['kicks', { optimizer: { kind: 'perturbed', perturbation: 3 } }],
  ['coins in batches', { noise: { law: 'two-point' }, optimizer: { batchSize: 4 }, time: whole }],
  [
    'a stored set',
    { noise: { law: 'dataset', samples: 32 }, time: whole, optimizer: { learningRate: 0.2 } },
  ],
  ['heavy ball', { optimizer: { kind: 'heavy-ball' } }],
  ['heavy ball, tiny steps', { optimizer: { kind: 'heavy-ball' }, time: { dt: 1e-11 } }],
  ['nesterov', { optimizer: { kind: 'nesterov', learningRate: 0.1 }, time: whole }],
  [
    'nesterov with coins',
    {
      noise: { law: 'two-point' },
      optimizer: { kind: 'nesterov', learningRate: 0.1 },
      time: whole,
    },
  ],
  ['svrg', { optimizer: { kind: 'svrg' } }],
  [
    'svrg, short epochs',
    { optimizer: { kind: 'svrg', learningRate: 0.3, epochLength: 7 }, time: whole },
  ],
  [
    'svrg, long epochs',
    { optimizer: { kind: 'svrg', learningRate: 0.3, epochLength: 70 }, time: whole },
  ],
  ['svrg, convex', { loss: { a: [-1] }, optimizer: { kind: 'svrg', epochLength: 70 } }],
  ['shrinking steps', { optimizer: { schedule: 'inverse-time', kind: 'heavy-ball' }, time: whole }],
  ['a ridge', { loss: { kind: 'relu-saddle' }, optimizer: { kind: 'nesterov' } }],
  ['a network', { loss: { kind: 'linear-network' }, noise: { tau: 0 } }],
  [
    'a network with momentum',
    { loss: { kind: 'linear-network' }, noise: { tau: 0 }, optimizer: { kind: 'heavy-ball' } },
  ],
  [
    'a shrinking network',
    {
      loss: { kind: 'linear-network' },
      noise: { tau: 0 },
      optimizer: { schedule: 'inverse-time' },
    },
  ],
  ['a deep network', { loss: { kind: 'linear-network', depth: 3 }, noise: { tau: 0 } }],
  ['a surface', { loss: { kind: 'double-well' }, noise: { shake: 0.5 } }],
  ['a surface without a saddle', { loss: { kind: 'double-well' }, noise: { shake: 2 } }],
];

describe('growthOf', () => {
  it.each(SPECS)('is what theoryOf says: %s', (_, partial) => {
    const spec = parseSpec(partial);
    const theory = theoryOf(spec, spec.time.steps);
    const { lyapunovExponent, sdeGrowthRate, exponentBasis, exponentError } = theory;
    expect(growthOf(spec)).toEqual({
      lyapunovExponent: Number.isFinite(lyapunovExponent) ? lyapunovExponent : null,
      sdeGrowthRate,
      exponentBasis,
      exponentError,
      exponentLimit: theory.exponentLimit,
      exponentUnit: theory.exponentUnit,
    } satisfies Growth);
  });

  it('is that of the reference values', () => {
    for (const one of referenceCases('lyapunov')) {
      const { a, sigma, lr, batch = 1 } = one.params;
      const noise = { law: one.noise === 'rademacher' ? 'two-point' : 'gaussian', sigma };
      const spec = parseSpec({
        loss: { a: [a] },
        noise,
        optimizer: { learningRate: lr, batchSize: batch },
        time: { dt: 1 },
      });
      expectReference(growthOf(spec).lyapunovExponent!, one);
    }
    const [momentum] = referenceCases('momentum').filter(({ quantity }) => quantity === 'lambda');
    const { a, sigma, lr, beta } = momentum.params;
    const optimizer = { kind: 'heavy-ball', learningRate: lr, beta };
    const spec = parseSpec({ loss: { a: [a] }, noise: { sigma }, optimizer, time: { dt: 1 } });
    expectWithin(growthOf(spec).lyapunovExponent!, momentum.value, 1e-8);
    // Effective learning rate 1: a - sigma^2 / 2.
    expectWithin(growthOf(spec).sdeGrowthRate!, 1 - 2, 1e-12);
  });

  it('is null where a step may end at exactly 0', () => {
    const noise = { law: 'two-point', sigma: 1 };
    const spec = parseSpec({ loss: { a: [0] }, noise, time: { dt: 1 } });
    expect(growthOf(spec).lyapunovExponent).toBeNull();
    expect(growthOf(spec).sdeGrowthRate).toBe(-0.5);
  });

  it.each<[string, object]>([
    ['heavy-ball', { kind: 'heavy-ball' }],
    ['nesterov', { kind: 'nesterov' }],
    ['nesterov, long steps', { kind: 'nesterov', learningRate: 1 }],
    ['svrg', { kind: 'svrg', epochLength: 10 }],
  ])('has the accuracy that it is asked for: %s', (_, own) => {
    const cells = [-0.5, 0.05, 0.4, 1].flatMap((a) =>
      [0.2, 0.7, 1.6, 3].map((sigma) => [a, sigma]),
    );
    for (const [a, sigma] of some(cells, 5)) {
      const optimizer = { learningRate: 0.1, ...own };
      const spec = parseSpec({ loss: { a: [a] }, noise: { sigma }, optimizer, time: { dt: 1 } });
      const [rough, fine] = [growthOf(spec, 1e-4), growthOf(spec, 1e-8)];
      expectWithin(rough.lyapunovExponent!, fine.lyapunovExponent!, 1e-4);
      expect(rough.sdeGrowthRate).toBe(fine.sdeGrowthRate);
    }
  });
});
