import { describe, expect, it } from 'vitest';
import { createCpuEngine } from '../../src/engine/cpu/cpu-engine';
import type { Engine } from '../../src/engine/engine';
import { CLAIMS, PAPERS, verifyClaims } from '../../src/experiment/verify/verify';
import { noiseAt } from '../../src/spec/listed-noise';
import { type Optimizer, perturbationOf, type Spec, shakeOf } from '../../src/spec/spec';
import { kindsOf, REGISTERED } from '../support/kinds';
import { claimTests } from './claims';

/** Enough to see every fault below. */
const PARTICLES = 1024;

describe('claims on the CPU engine', () => {
  const tested = new Set<string>();
  const recording = async () =>
    wrongEngine((spec) => {
      for (const kind of kindsOf(spec)) tested.add(kind);
      return spec;
    });

  describe.each(['post', 'papers'] as const)('those of the %s', (suite) => {
    // As `saddlescape verify` runs them; other tests hold its kernels against the float64 twin.
    claimTests(suite, recording, PARTICLES);
  });

  it('put every kind of the registry to the test', () => {
    expect(REGISTERED.filter((kind) => !tested.has(kind))).toEqual([]);
  });
});

/** The CPU engine, with its fastest kernels, that runs another spec than it was asked to. */
function wrongEngine(change: (spec: Spec) => Spec): Engine {
  const engine = createCpuEngine('fastest');
  return {
    identity: engine.identity,
    largestEnsemble: (rows) => engine.largestEnsemble(rows),
    countEscapes: (batches, options) => engine.countEscapes(batches, options),
    escapeSteps: (spec, first, end, options) => engine.escapeSteps(spec, first, end, options),
    createDensityView: (canvas) => engine.createDensityView(canvas),
    destroy: () => engine.destroy(),
    create: (spec, options) => engine.create(change(spec), options),
  };
}

describe('claims fail on an engine that is wrong', () => {
  const faults: [string, string[], (spec: Spec) => Spec][] = [
    [
      'noise 10 % too strong',
      [
        'growth-rate',
        'coin-tree',
        'batch-threshold',
        'learning-rate-threshold',
        'raw-steps',
        'heavy-ball',
        'sgd-converges-to-maxima',
        'rank-one-collapse',
        'random-fibonacci',
        'anderson-band-edge',
        'anderson-band-centre',
        'multiplicative-heavy-tail',
        'label-noise-balance',
        'regression-tail-index',
        'epoch-product',
        'multiplicative-processes',
      ],
      (spec) => ({ ...spec, noise: { ...spec.noise, sigma: 1.1 * noiseAt(spec.noise, 0).sigma } }),
    ],
    [
      'additive noise 20 % too strong',
      [
        'diffusion',
        'annealed-normal',
        'momentum-variance',
        'siegmund-correction',
        'correlated-negative-curvature',
        'adam-large-noise',
        'heavy-tails-leave',
        'sign-sgd-errors',
        'polyak-average',
        'adai-inertia',
      ],
      (spec) => ({ ...spec, noise: { ...spec.noise, tau: 1.2 * noiseAt(spec.noise, 0).tau } }),
    ],
    [
      'averages where none were asked for',
      ['adam-large-noise'],
      (spec) =>
        'beta1' in spec.optimizer
          ? { ...spec, optimizer: { ...spec.optimizer, beta1: 0.9 } as Optimizer }
          : spec,
    ],
    [
      'a tail that is normal',
      ['heavy-tails-leave', 'clipping-heavy-tails', 'sign-sgd-errors'],
      (spec) => ({
        ...spec,
        noise: {
          ...spec.noise,
          ...('alpha' in spec.noise ? { alpha: 2 } : {}),
          ...('nu' in spec.noise ? { nu: 1e6 } : {}),
        } as Spec['noise'],
      }),
    ],
    [
      'a temperature half too high',
      ['langevin-bias'],
      (spec) =>
        'temperature' in spec.optimizer
          ? {
              ...spec,
              optimizer: { ...spec.optimizer, temperature: 1.5 * spec.optimizer.temperature },
            }
          : spec,
    ],
    [
      'kicks that are half too strong',
      ['perturbed-sgd', 'perturbed-descent'],
      (spec) => ({
        ...spec,
        optimizer: { ...spec.optimizer, perturbation: 1.5 * perturbationOf(spec) } as Optimizer,
      }),
    ],
    [
      'a shake 10 % too strong',
      ['shaken-double-well'],
      (spec) => ({ ...spec, noise: { ...spec.noise, shake: 1.1 * shakeOf(spec) } }),
    ],
    [
      'plain SGD whatever was asked for',
      [
        'annealing',
        'svrg-geometric',
        'svrg-inner-law',
        'heavy-ball',
        'nesterov',
        'sign-sgd-errors',
        'clipping-heavy-tails',
        'langevin-bias',
        'weight-decay-shift',
        'sam-attracted',
        'polyak-average',
        'adaptive-first-steps',
        'adagrad-roots',
        'amsgrad-against-adam',
        'adamw-decoupled',
        'adai-inertia',
        'rmsprop-two-lines',
        'schedules',
      ],
      (spec) => ({
        ...spec,
        optimizer: {
          kind: 'sgd',
          learningRate: spec.optimizer.learningRate,
          schedule: 'constant',
          batchSize: spec.optimizer.batchSize,
        },
      }),
    ],
    [
      'a steeper slope',
      [
        'clustering',
        'm-dimensional-saddle',
        'minibatch-on-data',
        'relu',
        'dimension',
        'inverse-gamma',
        'degenerate-saddle',
      ],
      (spec) =>
        'a' in spec.loss
          ? { ...spec, loss: { ...spec.loss, a: spec.loss.a.map((a) => 1.2 * a) } }
          : spec,
    ],
    [
      'a wall twice as stiff',
      ['octopus'],
      (spec) =>
        'wall' in spec.loss ? { ...spec, loss: { ...spec.loss, wall: 2 * spec.loss.wall } } : spec,
    ],
    [
      'a valley a tenth stiffer',
      ['rosenbrock-valley'],
      (spec) =>
        'stiffness' in spec.loss
          ? { ...spec, loss: { ...spec.loss, stiffness: 1.1 * spec.loss.stiffness } }
          : spec,
    ],
    [
      'a learning rate 10 % too large',
      ['monkey-saddle', 'adaptive-first-steps', 'sam-attracted', 'schedules'],
      (spec) => ({
        ...spec,
        optimizer: { ...spec.optimizer, learningRate: 1.1 * spec.optimizer.learningRate },
      }),
    ],
    [
      'correlation lost',
      ['pearson-iv', 'tanh-twins'],
      (spec) => ({ ...spec, noise: { ...spec.noise, rho: 0 } }),
    ],
    [
      'a scale twice as wide',
      ['student-t', 'perpetuity-inverse-gamma'],
      (spec) => ({ ...spec, noise: { ...spec.noise, tau: 2 * noiseAt(spec.noise, 0).tau } }),
    ],
    [
      'a step too far',
      ['gradient-descent'],
      (spec) => ({ ...spec, noise: { ...spec.noise, shake: 0.1 } }),
    ],
  ];

  it('is tried for every claim', () => {
    expect([...new Set(faults.flatMap(([, ids]) => ids))].sort()).toEqual(
      [...CLAIMS, ...PAPERS].map(({ id }) => id).sort(),
    );
  });

  for (const [fault, ids, change] of faults)
    for (const id of ids)
      it(`${id}: ${fault}`, async () => {
        const { failing } = await verifyClaims(wrongEngine(change), {
          suite: PAPERS.some((claim) => claim.id === id) ? 'papers' : 'post',
          ids: [id],
          // Few particles are far out in a tail.
          particles: id === 'multiplicative-heavy-tail' ? 2 ** 17 : PARTICLES,
        });
        expect(failing).toBe(1);
      }, 180_000);
});

/** The CPU engine with one particle that is not where it says. */
function engineWith(particle: number, value: number): Engine {
  const engine = wrongEngine((spec) => spec);
  return {
    ...engine,
    create: async (spec, options) => {
      const ensemble = await engine.create(spec, options);
      const read = ensemble.read.bind(ensemble);
      ensemble.read = async (particles, coordinate) => {
        const x = await read(particles, coordinate);
        x[particle] = value;
        return x;
      };
      return ensemble;
    },
  };
}

describe('a single particle cannot hide behind its own size', () => {
  it.each(['diffusion', 'annealing', 'svrg-inner-law', 'shaken-double-well'])(
    '%s fails with one at 1e30',
    async (id) => {
      const { failing } = await verifyClaims(engineWith(5, 1e30), {
        ids: [id],
        particles: PARTICLES,
      });
      expect(failing).toBe(1);
    },
    60_000,
  );

  it.each(['gradient-descent', 'diffusion', 'coin-tree'])(
    '%s fails with one that is no number',
    async (id) => {
      const { failing } = await verifyClaims(engineWith(63, Number.NaN), {
        ids: [id],
        particles: PARTICLES,
      });
      expect(failing).toBe(1);
    },
  );
});
