import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type {
  Counts,
  EnsembleOptions,
  EscapeBatch,
  EscapeOptions,
  EscapeTally,
  GeneratorName,
} from '../../src/engine/engine';
import { createGpuEngine, type GpuEngine } from '../../src/engine/gpu/gpu-engine';
import { parseSpec } from '../../src/spec/schema';
import { openEngine, openOwnEngine } from '../support/gpu';
import { LONG, some } from '../support/long';

/**
 * The same spec gives the same integers, however the work is cut, and whatever happens to the
 * device.
 */

const specs = {
  gaussian: parseSpec({ time: { dt: 0.01 }, ensemble: { particles: 10_007 } }),
  'two-point': parseSpec({
    noise: { law: 'two-point' },
    time: { dt: 0.01 },
    ensemble: { particles: 10_007 },
  }),
  coordinates: parseSpec({
    loss: { a: [1, -1, 0.5] },
    noise: { law: 'two-point', rho: 0.5 },
    optimizer: { batchSize: 3 },
    time: { dt: 0.01 },
    histogram: { coordinate: 2, axis: 'log-abs' },
    ensemble: { particles: 3001 },
  }),
  'memory and data': parseSpec({
    noise: { law: 'dataset', samples: 300, rho: 0.5 },
    optimizer: { kind: 'svrg', epochLength: 37, batchSize: 7 },
    time: { dt: 0.01 },
    // The order of the data is keyed by Philox with either generator: the start is not.
    start: { kind: 'gaussian' },
    ensemble: { particles: 3001 },
  }),
  'kicks in a network': parseSpec({
    loss: { kind: 'linear-network', depth: 3 },
    noise: { law: 'gaussian', sigma: 0.5 },
    optimizer: {
      kind: 'perturbed',
      perturbation: 0.3,
      learningRate: 0.05,
      schedule: 'inverse-time',
    },
    time: { dt: 1 },
    histogram: { coordinate: 2 },
    ensemble: { particles: 3001 },
  }),
  momentum: parseSpec({
    loss: { kind: 'double-well' },
    optimizer: { kind: 'nesterov', learningRate: 0.001 },
    time: { dt: 1 },
    ensemble: { particles: 3001 },
  }),
};
const STEPS = 300;
const NAMES = Object.keys(specs) as (keyof typeof specs)[];

/**
 * Of the ways to cut the work of a spec, every third one, the others for the next specs: each way
 * has a pipeline of its own, and compiling is what takes the time. All with SADDLESCAPE_LONG=1.
 */
const everyThird = <T>(ways: readonly T[], name: keyof typeof specs): T[] =>
  ways.filter((_, i) => LONG || (i + NAMES.indexOf(name)) % 3 === 0);

/** How often a device is lost: each time everything is compiled anew. */
const LOSSES = LONG ? 2 : 1;

const CUTS: [string, EnsembleOptions][] = [
  ['tiny submits', { submitWork: 2048, submitMilliseconds: 0.2 }],
  ['huge submits', { submitWork: 2 ** 40 }],
  ['workgroups of 32', { workgroupSize: 32 }],
  ['workgroups of 256', { workgroupSize: 256 }],
  ['shifts by the adapter', { shift: 'native' }],
  ['shifts by a float', { shift: 'by-float' }],
  ['two particles side by side', { lanes: 2 }],
  ['workgroups of 128, tiny submits', { workgroupSize: 128, submitWork: 2048 }],
];

let engine: GpuEngine;
beforeAll(async () => {
  engine = await openEngine();
});
afterAll(() => engine.destroy());

interface Outcome {
  counts: Counts;
  x: number[];
  passages: number[];
}

async function outcome(
  name: keyof typeof specs,
  options: EnsembleOptions = {},
  stops: number[] = [STEPS],
  on: GpuEngine = engine,
  between: () => void | Promise<void> = () => {},
): Promise<Outcome> {
  const spec = specs[name];
  const ensemble = await on.create(spec, options);
  for (const stop of stops) {
    await ensemble.advance(stop);
    await between();
  }
  const { particles } = spec.ensemble;
  const result = {
    counts: await ensemble.count(),
    x: Array.from(await ensemble.read(particles)),
    passages: Array.from(await ensemble.readEscapeSteps(particles)),
  };
  ensemble.destroy();
  return result;
}

describe.each(NAMES)('%s', (name) => {
  let expected: Outcome;
  beforeAll(async () => {
    expected = await outcome(name);
  });

  it.each(everyThird(CUTS, name))('%s', async (_, options) => {
    expect(await outcome(name, options)).toEqual(expected);
  });

  it('pauses inside blocks and strides', async () => {
    expect(await outcome(name, {}, [1, 2, 15, 16, 17, 63, 64, 65, 130, 299, STEPS])).toEqual(
      expected,
    );
  });

  const others: GeneratorName[] = ['philox4x32'];
  it.each(everyThird(others, name))('%s gives other integers', async (generator) => {
    expect(await outcome(name, { generator })).not.toEqual(expected);
  });

  const losses: [string, () => Promise<void>][] = [
    [
      'a lost device',
      async () => {
        const recovered: string[] = [];
        const fragile = await createGpuEngine(navigator.gpu, {
          onRecovered: (reason) => recovered.push(reason),
        });
        let losses = 0;
        const lose = () => {
          if (losses++ < LOSSES) fragile.loseDevice();
        };
        expect(await outcome(name, {}, [100, 200, STEPS], fragile, lose)).toEqual(expected);
        expect(recovered.length).toBe(LOSSES);
        fragile.destroy();
      },
    ],
    [
      'a device lost in the middle of an advance',
      async () => {
        const recovered: string[] = [];
        const fragile = await createGpuEngine(navigator.gpu, {
          onRecovered: (reason) => recovered.push(reason),
        });
        setTimeout(() => fragile.loseDevice(), 20);
        const options = { submitWork: 2048, submitMilliseconds: 0.2 };
        const actual = await outcome(
          name,
          options,
          [150, STEPS],
          fragile,
          () => new Promise((r) => setTimeout(r, 30)),
        );
        expect(actual).toEqual(expected);
        expect(recovered.length).toBe(1);
        fragile.destroy();
      },
    ],
  ];
  it.each(everyThird(losses, name))('%s', (_, check) => check());
});

describe('replicas of many cells', () => {
  const REPLICAS = 150;
  const near = { time: { dt: 1, steps: 150 }, escape: { radius: 5 } };
  const slow = { learningRate: 0.1 };
  const loss = { a: [0.5] };
  const data = { law: 'dataset', sigma: 4, tau: 3 };
  /** Sides of one pipeline or of many, with memory, data and legs of one block. */
  const kinds: Record<string, unknown>[][] = [
    [
      { noise: { sigma: 4, tau: 0.05 }, optimizer: slow },
      { noise: { sigma: 4, tau: 0.05 }, optimizer: { ...slow, kind: 'heavy-ball', beta: 0.1 } },
    ],
    [
      { loss, noise: { ...data, samples: 20 }, optimizer: { ...slow, batchSize: 2 } },
      { loss, noise: { ...data, samples: 30 }, optimizer: { ...slow, batchSize: 2 } },
      {
        loss,
        noise: { ...data, samples: 20 },
        optimizer: { ...slow, kind: 'svrg', epochLength: 9 },
        escape: { radius: 1000 },
      },
    ],
    [
      {
        loss: { a: [0.2, -1] },
        noise: { law: 'two-point', rho: 0.5, sigma: 20, tau: 1 },
        optimizer: { ...slow, kind: 'nesterov', batchSize: 512 },
        start: { kind: 'gaussian', mean: [0, 0] },
        escape: { radius: 3 },
      },
    ],
  ];
  /** One pipeline, and more coordinates on one side than on the other. */
  const mixed = [3, 1].map((coordinates) => ({
    loss: { a: new Array(coordinates).fill(-0.5) },
    noise: { sigma: 0, tau: 1 },
    optimizer: slow,
    start: { kind: 'point', x: new Array(coordinates).fill(0.25) },
    escape: { radius: 0.9 },
  }));
  const batches: EscapeBatch[] = Array.from({ length: 8 }, (_, cell) => ({
    specs: (cell < 7 ? kinds[cell % kinds.length] : mixed).map((partial) =>
      parseSpec({ ...near, ...partial, ensemble: { particles: REPLICAS, seed: 'cells', cell } }),
    ),
    first: 13 * cell,
    end: REPLICAS - cell,
  }));
  let expected: EscapeTally[];
  beforeAll(async () => {
    expected = await engine.countEscapes(batches);
  });

  const added = (a: EscapeTally, b: EscapeTally): EscapeTally => ({
    escaped: a.escaped.map((count, side) => count + b.escaped[side]),
    together: a.together.map((count, side) => count + b.together[side]),
  });

  it('are some that escape and some that do not', () => {
    for (const [k, { escaped }] of expected.entries())
      for (const count of escaped) {
        expect(count).toBeGreaterThan(0);
        expect(count).toBeLessThan(batches[k].end - batches[k].first);
      }
    expect(expected.some(({ escaped, together }) => together.at(-1)! < escaped.at(-1)!)).toBe(true);
  });

  const cuts: [string, EscapeOptions][] = [
    ['tiny submits', { submitWork: 2048, submitMilliseconds: 0.2 }],
    ['huge submits', { submitWork: 2 ** 40 }],
    ['workgroups of 4', { workgroupSize: 4 }],
    ['shifts by the adapter', { shift: 'native' }],
    ['shifts by a float', { shift: 'by-float' }],
    ['workgroups of 96', { workgroupSize: 96 }],
    ['workgroups of 256', { workgroupSize: 256 }],
  ];
  it.each(some(cuts, 4))('%s', async (_, options) => {
    expect(await engine.countEscapes(batches, options)).toEqual(expected);
    const [spec] = batches[2].specs;
    expect(await engine.escapeSteps(spec, 0, REPLICAS, options)).toEqual(
      await engine.escapeSteps(spec, 0, REPLICAS),
    );
  });

  it('batches in another order, one by one, and two calls at a time', async () => {
    expect((await engine.countEscapes([...batches].reverse())).reverse()).toEqual(expected);
    const alone = await Promise.all(batches.map((batch) => engine.countEscapes([batch])));
    expect(alone.flat()).toEqual(expected);
  });

  it('batches cut anywhere', async () => {
    const cut = batches.flatMap(({ specs, first, end }, k) => [
      { specs, first, end: first + 1 + 7 * k },
      { specs, first: first + 1 + 7 * k, end },
    ]);
    const tallies = await engine.countEscapes(cut);
    expect(batches.map((_, k) => added(tallies[2 * k], tallies[2 * k + 1]))).toEqual(expected);
  });

  it('the particles of ensembles, with either generator', async () => {
    for (const [generator, wanted] of [
      ['sfc32', [...batches.slice(0, kinds.length), batches[7]]],
      ['philox4x32', LONG ? [...batches.slice(0, kinds.length), batches[7]] : [batches[0]]],
    ] as const)
      for (const {
        specs: [spec],
      } of wanted) {
        const ensemble = await engine.create(spec, { generator });
        await ensemble.advance(spec.time.steps);
        expect(await engine.escapeSteps(spec, 0, REPLICAS, { generator })).toEqual(
          await ensemble.readEscapeSteps(REPLICAS),
        );
        ensemble.destroy();
      }
    expect(await engine.countEscapes(batches, { generator: 'philox4x32' })).not.toEqual(expected);
  });

  it('a device lost before and in the middle of a call', async () => {
    const recovered: string[] = [];
    const fragile = await createGpuEngine(navigator.gpu, {
      onRecovered: (reason) => recovered.push(reason),
    });
    fragile.loseDevice();
    expect(await fragile.countEscapes(batches)).toEqual(expected);
    setTimeout(() => fragile.loseDevice(), 20);
    const many = Array.from({ length: 4 }, () => batches).flat();
    const tallies = await fragile.countEscapes(many, { submitWork: 2048, submitMilliseconds: 0.2 });
    expect(tallies).toEqual(many.map((_, k) => expected[k % expected.length]));
    expect(recovered.length).toBe(2);
    fragile.destroy();
  });
});

describe('a device that keeps getting lost', () => {
  it('ends in one sentence', async () => {
    const fragile = await openOwnEngine();
    const ensemble = await fragile.create(specs.gaussian);
    const count = async () => {
      fragile.loseDevice();
      await ensemble.count();
    };
    for (let loss = 0; loss < 3; loss++) await count();
    await expect(count()).rejects.toThrow(/lost 4 times/);
    fragile.destroy();
  });

  it('ends the counting of replicas, too', async () => {
    const fragile = await openOwnEngine();
    const { particles } = specs.momentum.ensemble;
    const losing = setInterval(() => fragile.loseDevice(), 1);
    await expect(fragile.escapeSteps(specs.momentum, 0, particles)).rejects.toThrow(/lost 4 times/);
    clearInterval(losing);
    fragile.destroy();
  });

  it('is forgiven when work was finished in between', async () => {
    const fragile = await openOwnEngine();
    await outcome('gaussian', {}, [1, 2, 3, 4, 5, 6], fragile, () => fragile.loseDevice());
    fragile.destroy();
  });
});

describe('a destroyed engine', () => {
  it('says so to whoever still asks', async () => {
    const gone = await openOwnEngine();
    const ensemble = await gone.create(specs.gaussian);
    const pending = ensemble.advance(100_000);
    setTimeout(() => gone.destroy(), 50);
    await expect(pending).rejects.toThrow(/destroyed/);
    await expect(ensemble.count()).rejects.toThrow(/destroyed/);
  });
});
