import { describe, expect, test } from 'vitest';
import { createCpuEngine } from '../../../../src/engine/cpu/cpu-engine';
import type { Counts, Engine, Ensemble } from '../../../../src/engine/engine';
import { measureSpeed } from '../../../../src/experiment/bench/bench';
import { toMarkdown } from '../../../../src/experiment/bench/markdown';
import type { BenchOptions, BenchPlatform } from '../../../../src/experiment/bench/platform';
import { crossing, linearityOf } from '../../../../src/experiment/bench/readings';
import { refusalsOf } from '../../../../src/experiment/bench/refusals';
import type { BenchReport, Row } from '../../../../src/experiment/bench/report';
import { BenchFailedError } from '../../../../src/experiment/bench/report';
import { headlineOf } from '../../../../src/experiment/bench/sections';
import { noiseAt } from '../../../../src/spec/listed-noise';
import { parseSpec } from '../../../../src/spec/schema';
import type { Spec } from '../../../../src/spec/spec';
import { LONG } from '../../../support/long';
import { cpuPlatform, noAdapter } from './cpu-platform';

/** The CPU engine under the name of a GPU. */
function pretender(
  identity: Partial<Engine['identity']> = {},
  change: (spec: Spec) => Spec = (spec) => spec,
) {
  const engine = createCpuEngine('fastest');
  return {
    ...bound(engine),
    identity: { kind: 'gpu', adapter: 'a card', fallback: false, version: '0', ...identity },
    create: (spec: Spec) => engine.create(change(spec)),
  } as Engine;
}

function bound(engine: Engine): Omit<Engine, 'identity' | 'create'> {
  return {
    largestEnsemble: (rows) => engine.largestEnsemble(rows),
    countEscapes: (...args) => engine.countEscapes(...args),
    escapeSteps: (...args) => engine.escapeSteps(...args),
    createDensityView: (canvas) => engine.createDensityView(canvas),
    destroy: () => engine.destroy(),
  };
}

/** The float64 twin, which does nothing twice. */
const reference = remembering(createCpuEngine());

function remembering(engine: Engine): Engine {
  const known = new Map<string, Promise<{ counts: Counts; passages: Uint32Array }>>();
  const outcome = async (spec: Spec, steps: number) => {
    const ensemble = await engine.create(spec);
    await ensemble.advance(steps);
    return {
      counts: await ensemble.count(),
      passages: await ensemble.readEscapeSteps(spec.ensemble.particles),
    };
  };
  return {
    ...bound(engine),
    identity: engine.identity,
    create: async (spec: Spec) => {
      let step = 0;
      const now = () => {
        const key = JSON.stringify([spec, step]);
        const found = known.get(key) ?? outcome(spec, step);
        known.set(key, found);
        return found;
      };
      return {
        advance: async (target: number) => {
          step = target;
        },
        count: async () => (await now()).counts,
        readEscapeSteps: async () => (await now()).passages,
        destroy() {},
      } as unknown as Ensemble;
    },
  };
}

const platform = (change: Partial<BenchPlatform> = {}) =>
  cpuPlatform({ openGpu: async () => pretender(), reference, ...change });

const QUICK: BenchOptions = {
  parts: ['headline'],
  particles: 64,
  samples: 4,
  sampleMilliseconds: 2,
  warmUpMilliseconds: 2,
};

describe('bench', () => {
  test('measures every contender that agrees, the GPU and then the fastest path of the CPU first', async () => {
    const report = await measureSpeed(platform(), QUICK);
    const [headline] = report.measurements;
    expect(headline.rows.map(({ contender }) => contender)[0]).toBe('gpu');
    expect(new Set(headline.rows.map(({ contender }) => contender))).toEqual(
      new Set(['gpu', 'simd-one', 'simd-all', 'float64-one', 'float64-all']),
    );
    const speeds = headline.rows
      .slice(1)
      .map(({ particleStepsPerSecond }) => particleStepsPerSecond.median);
    expect(speeds).toEqual([...speeds].sort((a, b) => b - a));
    expect(headline.ratio!.ratio).toBeGreaterThan(0);
    expect(report.agreement).toHaveLength(5);
    expect(report.complete).toBe(true);
    expect(report.costs!.compileMilliseconds.median).toBeGreaterThanOrEqual(0);
    expect(report.bytesPerParticle).toBe(8);
    // Four samples of 2 ms are no headline.
    expect(report.headline).toBeNull();
    expect(toMarkdown(report)).toContain(
      '**No headline. 4 samples of 2 ms are too few or too short',
    );
  });

  test('every part has its rows', async () => {
    // Rows of all methods take the long suite.
    const parts = ['headline', 'roofline', 'curve', 'dispatches', 'replicas'] as const;
    const report = await measureSpeed(platform({ threads: 1 }), {
      ...QUICK,
      parts: LONG ? undefined : [...parts],
      particles: 64,
      mostParticles: 4096,
    });
    const found = new Set(report.measurements.map(({ part }) => part));
    expect([...found]).toEqual(
      LONG ? [...parts.slice(0, -1), 'methods', parts.at(-1)] : [...parts],
    );
    expect(
      report.measurements.filter(({ part }) => part === 'curve').map(({ particles }) => particles),
    ).toEqual([1024, 4096]);
    for (const { title, rows } of report.measurements)
      expect(rows.length, title).toBeGreaterThan(0);
    expect(report.agreement.every(({ agrees }) => agrees)).toBe(true);
  });

  test('a wrong kernel gets no number', async () => {
    const louder = (spec: Spec) => ({
      ...spec,
      noise: { ...spec.noise, sigma: 1.02 * noiseAt(spec.noise, 0).sigma },
    });
    const report = await measureSpeed(
      platform({ openGpu: async () => pretender({}, louder) }),
      QUICK,
    );
    expect(report.agreement.find(({ contender }) => contender === 'gpu')!.agrees).toBe(false);
    for (const { rows } of report.measurements)
      expect(rows.map(({ contender }) => contender)).not.toContain('gpu');
    expect(report.headline).toBeNull();
    expect(report.refusals.join(' ')).toContain(
      'GPU does not agree with the reference: particles in another bin',
    );
  });

  test('a method that is wrong on the GPU alone gets no number there', async () => {
    const heavier = (spec: Spec) =>
      spec.optimizer.kind === 'heavy-ball'
        ? { ...spec, optimizer: { ...spec.optimizer, beta: 0.8 } }
        : spec;
    const stop = new AbortController();
    const report = await measureSpeed(
      platform({ openGpu: async () => pretender({}, heavier), threads: 1 }),
      {
        ...QUICK,
        parts: ['methods'],
        signal: stop.signal,
        // Those that follow take as long as all the other tests.
        onProgress: ({ report: { measurements } }) => {
          if (measurements.at(-1)?.workload === 'nesterov') stop.abort();
        },
      },
    );
    const rowsOf = (id: string) =>
      report.measurements.find(({ workload }) => workload === id)!.rows;
    expect(rowsOf('heavy-ball').map(({ contender }) => contender)).not.toContain('gpu');
    expect(rowsOf('nesterov').map(({ contender }) => contender)).toContain('gpu');
    expect(report.agreement.filter(({ agrees }) => !agrees)).toHaveLength(1);
  });

  test('without an adapter the CPU alone is measured, and the headline says why there is none', async () => {
    const report = await measureSpeed(platform({ openGpu: noAdapter }), QUICK);
    expect(report.gpu).toBeNull();
    expect(report.costs).toBeNull();
    expect(report.measurements[0].ratio).toBeNull();
    expect(headlineOf(report)).toContain('There is no GPU adapter');
  });

  test('stopped in the middle it gives what it has, and gives its ensembles back', async () => {
    let alive = 0;
    const counted = (): Engine => {
      const engine = createCpuEngine();
      return {
        ...bound(engine),
        identity: engine.identity,
        async create(spec: Spec): Promise<Ensemble> {
          const ensemble = await engine.create(spec);
          alive++;
          const { destroy } = ensemble;
          ensemble.destroy = () => {
            alive--;
            destroy.call(ensemble);
          };
          return ensemble;
        },
      };
    };
    const stop = new AbortController();
    const report = await measureSpeed(platform({ openGpu: noAdapter, openCpu: counted }), {
      ...QUICK,
      parts: ['headline', 'methods'],
      signal: stop.signal,
      onProgress: ({ report: { measurements } }) => {
        if (measurements.length === 2) stop.abort();
      },
    });
    expect(report.complete).toBe(false);
    expect(report.measurements).toHaveLength(2);
    expect(alive).toBe(0);
  });

  test('when an engine fails, what was measured before comes with the error', async () => {
    const failing = () => {
      const engine = createCpuEngine('fastest');
      return {
        ...bound(engine),
        identity: { ...engine.identity, kind: 'gpu' },
        create: (spec: Spec) => {
          if (spec.optimizer.kind === 'heavy-ball') throw new Error('the cable was pulled');
          return engine.create(spec);
        },
      } as Engine;
    };
    const failure = await measureSpeed(platform({ openGpu: async () => failing(), threads: 1 }), {
      ...QUICK,
      parts: ['methods'],
    }).catch((error) => error);
    expect(failure).toBeInstanceOf(BenchFailedError);
    expect(failure.message).toBe('the cable was pulled');
    expect(failure.report.complete).toBe(false);
    expect(failure.report.measurements.length).toBeGreaterThan(1);
  });

  test('an experiment is measured after the headline, by its own name', async () => {
    const experiment = parseSpec({ optimizer: { kind: 'heavy-ball', beta: 0.5 } });
    const { measurements, protocol } = await measureSpeed(platform({ threads: 1 }), {
      ...QUICK,
      parts: ['headline'],
      particles: 64,
      experiment,
    });
    expect(protocol.parts).toEqual(['headline', 'experiment']);
    expect(measurements.map(({ part, title }) => [part, title]).slice(1)).toEqual([
      ['experiment', 'The experiment of the link'],
    ]);
    expect(measurements[1].rows.map(({ contender }) => contender)).toContain('gpu');
  });

  test('progress goes forward and ends at the end', async () => {
    const seen: number[] = [];
    let total = 0;
    await measureSpeed(platform(), {
      ...QUICK,
      parts: ['headline', 'roofline', 'replicas'],
      particles: 64,
      onProgress: (progress) => {
        seen.push(progress.done);
        total = progress.total;
      },
    });
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect(seen.at(-1)).toBeCloseTo(total, 9);
  });
});

describe('refusals', () => {
  const row = (contender: Row['contender'], drift = 0) => ({ contender, drift }) as Row;
  const ratio = { ratio: 2, low: 1, high: 3, confidence: 0.95 };
  const good = (): Parameters<typeof refusalsOf>[0] => ({
    gpu: { kind: 'gpu', adapter: 'a card', fallback: false, version: '0' },
    environment: { tabVisible: true } as BenchReport['environment'],
    protocol: {
      samples: 15,
      sampleMilliseconds: 100,
      warmUpMilliseconds: 1000,
    } as BenchReport['protocol'],
    agreement: [{ part: 'headline', contender: 'gpu', workload: 'w', checks: [], agrees: true }],
    measurements: [
      { part: 'headline', ratio, rows: [row('gpu'), row('simd-all'), row('float64-one', 0.5)] },
    ] as BenchReport['measurements'],
  });

  test('there are none where all is well; the drift of those that are not in the ratio does not matter', () => {
    expect(refusalsOf(good())).toEqual([]);
    expect(
      refusalsOf({ ...good(), environment: { tabVisible: null } as BenchReport['environment'] }),
    ).toEqual([]);
  });

  test.each<[string, Partial<Parameters<typeof refusalsOf>[0]>, RegExp]>([
    ['no adapter', { gpu: null }, /^There is no GPU adapter: only the CPU was measured\.$/],
    [
      'a software adapter',
      { gpu: { kind: 'gpu', adapter: 'SwiftShader', fallback: true, version: '0' } },
      /SwiftShader is a software adapter/,
    ],
    [
      'a hidden tab',
      { environment: { tabVisible: false } as BenchReport['environment'] },
      /tab was hidden/,
    ],
    [
      'a drift of the GPU',
      {
        measurements: [
          { part: 'headline', ratio, rows: [row('gpu', 0.11), row('simd-all')] },
        ] as BenchReport['measurements'],
      },
      /^GPU drifted: its last quarter took longer than its first by 11 %, and 10 % is the limit\.$/,
    ],
    [
      'a drift of the CPU',
      {
        measurements: [
          { part: 'headline', ratio, rows: [row('gpu'), row('simd-all', -0.2)] },
        ] as BenchReport['measurements'],
      },
      /SIMD, all cores drifted: its last quarter took shorter/,
    ],
    [
      'a kernel that does not agree',
      {
        agreement: [
          {
            part: 'headline',
            contender: 'gpu',
            workload: 'w',
            checks: [{ what: 'particles in another bin', found: 7, most: 0, agrees: false }],
            agrees: false,
          },
        ],
      },
      /^GPU does not agree with the reference: particles in another bin: 7, at most 0 would do\.$/,
    ],
    [
      'too few samples',
      {
        protocol: {
          samples: 14,
          sampleMilliseconds: 100,
          warmUpMilliseconds: 1000,
        } as BenchReport['protocol'],
      },
      /14 samples/,
    ],
    [
      'too short samples',
      {
        protocol: {
          samples: 15,
          sampleMilliseconds: 99,
          warmUpMilliseconds: 1000,
        } as BenchReport['protocol'],
      },
      /99 ms/,
    ],
    [
      'no warming up',
      {
        protocol: {
          samples: 15,
          sampleMilliseconds: 100,
          warmUpMilliseconds: 999,
        } as BenchReport['protocol'],
      },
      /999 ms of warm-up/,
    ],
    ['nothing measured', { measurements: [] }, /stopped before its headline/],
  ])('%s', (_, change, sentence) => {
    const refusals = refusalsOf({ ...good(), ...change });
    expect(refusals).toHaveLength(1);
    expect(refusals[0]).toMatch(sentence);
  });
});

describe('the curve', () => {
  const at = (particles: number, ratio: number) => ({
    particles,
    ratio: { ratio, low: ratio, high: ratio, confidence: 0.95 as const },
  });
  test('the GPU overtakes where the line between two sizes passes 1', () => {
    expect(crossing([at(1024, 0.25), at(4096, 4)])).toBe(2048);
    expect(crossing([at(1024, 2), at(4096, 4)])).toBeNull();
    expect(crossing([at(1024, 0.2), at(4096, 0.4)])).toBeNull();
  });

  test('the cost of large ensembles is compared with that of 2^18', () => {
    const size = (particles: number, median: number) => ({
      particles,
      rows: [{ particleStepsPerSecond: { median } } as Row],
    });
    expect(
      linearityOf([size(2 ** 16, 1), size(2 ** 18, 10), size(2 ** 20, 10.5), size(2 ** 22, 9.8)]),
    ).toEqual({
      from: 2 ** 18,
      to: 2 ** 22,
      largestDeviation: expect.closeTo(1 - 10 / 10.5, 9),
    });
    expect(linearityOf([size(2 ** 18, 10)])).toBeNull();
  });
});
