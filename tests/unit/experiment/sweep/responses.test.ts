import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createCpuEngine } from '../../../../src/engine/cpu/cpu-engine';
import { runSpec } from '../../../../src/experiment/run';
import {
  checkpointOf,
  checkpointToJson,
  resumeFromFile,
} from '../../../../src/experiment/sweep/checkpoint';
import { binomialTest } from '../../../../src/experiment/sweep/exact-agreement';
import { mapToCsv } from '../../../../src/experiment/sweep/map-csv';
import { mapArrays } from '../../../../src/experiment/sweep/map-npz';
import {
  type MapResult,
  mapResult,
  mapToJson,
  sideOfCell,
} from '../../../../src/experiment/sweep/map-result';
import { mergeMaps } from '../../../../src/experiment/sweep/merge-maps';
import { readMap } from '../../../../src/experiment/sweep/read-map';
import { responsesOf } from '../../../../src/experiment/sweep/responses';
import { SweepRun } from '../../../../src/experiment/sweep/sweep-run';
import type { Shard } from '../../../../src/experiment/sweep/tallies';
import { parseResponse, type Response } from '../../../../src/spec/response';
import { parseSweep } from '../../../../src/spec/sweep-schema';

const TEXTS = ['escapeTime:0.5', 'x:0.25', 'absX:0.5', 'shareAbove:0', 'tailIndex'];
const of = (...texts: string[]): Response[] => texts.map((text) => parseResponse(text)!);

describe('a quantile', () => {
  test('is an order statistic, of first passages among all replicas', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(9), { minLength: 1, maxLength: 300 }),
        fc.double({ min: 0.01, max: 0.99, noNaN: true }),
        (steps, p) => {
          const [[value, low, high]] = responsesOf(
            of(`escapeTime:${p}`),
            { passages: Uint32Array.from(steps), positions: null },
            0.5,
          );
          const times = steps.map((step) => (step === 0 ? Number.POSITIVE_INFINITY : step / 2));
          times.sort((one, other) => one - other);
          const expected = times[Math.max(0, Math.ceil(p * times.length) - 1)];
          expect(value ?? Number.POSITIVE_INFINITY).toBe(expected);
          if (low !== null) expect(low).toBeLessThanOrEqual(expected);
          if (high !== null && value !== null) expect(high).toBeGreaterThanOrEqual(value);
        },
      ),
    );
  });
});

describe('responses of replicas', () => {
  const measure = (positions: number[], ...texts: string[]) =>
    responsesOf(
      of(...texts),
      { passages: new Uint32Array(positions.length), positions: Float32Array.from(positions) },
      1,
    );

  test('are quantiles of x and |x|, and the share above a bound', () => {
    const positions = Array.from({ length: 101 }, (_, k) => k - 50);
    const [x, size, share] = measure(positions, 'x:0.25', 'absX:0.5', 'shareAbove:30');
    expect(x[0]).toBe(-25);
    expect(size[0]).toBe(25);
    expect(share[0]).toBe(20 / 101);
    for (const [value, low, high] of [x, size, share]) {
      expect(low).toBeLessThan(value!);
      expect(high).toBeGreaterThan(value!);
    }
  });

  test('are null where the replicas do not have them', () => {
    const frozen = Array.from({ length: 900 }, (_, k) => (k < 600 ? -1e30 : k));
    expect(measure(frozen, 'x:0.5', 'absX:0.9', 'tailIndex').map(([value]) => value)).toEqual([
      null,
      null,
      null,
    ]);
    // Two of the largest are frozen.
    const some = Array.from({ length: 900 }, (_, k) => (k < 2 ? -1e30 : k));
    expect(measure(some, 'tailIndex')[0][0]).toBeNull();
    expect(measure([1, 2, 3], 'tailIndex', 'escapeTime:0.5')).toEqual([
      [null, null, null],
      [null, null, null],
    ]);
    // Three replicas bound no median.
    expect(measure([1, 2, 3], 'absX:0.5')).toEqual([[2, null, null]]);
    expect(measure(new Array(900).fill(0), 'tailIndex')[0][0]).toBeNull();
    expect(measure(new Array(900).fill(2), 'tailIndex')[0][0]).toBeNull();
  });

  test('hold the tail index of a power, and of a thin tail a larger number', () => {
    const n = 10_000;
    const power = Array.from({ length: n }, (_, k) => ((k + 0.5) / n) ** (-1 / 1.5));
    const [[index, low, high]] = measure(power, 'tailIndex');
    expect(index).toBeCloseTo(1.5, 1);
    // 100 of the largest: 20 % to both sides.
    expect(high! - low!).toBeCloseTo((2 * 1.96 * index!) / 10, 3);
    const thin = power.map((x) => Math.log(x));
    expect(measure(thin, 'tailIndex')[0][0]).toBeGreaterThan(3);
  });
});

const SWEEP = {
  base: { time: { dt: 0.25, steps: 16 }, escape: { radius: 8 }, ensemble: { seed: 'responses' } },
  x: { path: 'noise.sigma', values: [0.5, 1, 2] },
  y: { path: 'loss.a[0]', values: [0.25, 1] },
  replicas: 500,
  compare: [{ noise: { tau: 0.5 } }, { optimizer: { batchSize: 16 }, noise: { law: 'dataset' } }],
  responses: TEXTS,
};
/** Side C of the first row has a minibatch larger than its data set. */
const FAILING = { ...SWEEP, x: { path: 'noise.samples', values: [8, 64] } };

const engine = createCpuEngine();
async function made(sweep: unknown = SWEEP, shard?: Shard): Promise<SweepRun> {
  const run = new SweepRun(parseSweep(sweep), engine.identity, shard);
  await run.advance(engine);
  expect(run.finished).toBe(true);
  return run;
}
const written = async (run: SweepRun): Promise<MapResult> =>
  JSON.parse(mapToJson(await mapResult(run)));

let madeText: Promise<string> | undefined;
/** The map of SWEEP, made once. */
function whole(): Promise<string> {
  madeText ??= made().then(async (run) => mapToJson(await mapResult(run)));
  return madeText;
}

describe('responses of a map', () => {
  test('are those of the run that each side of a cell is', async () => {
    const { run } = readMap(JSON.parse(await whole()));
    for (const [cell, side] of [
      [0, 0],
      [4, 1],
      [5, 2],
    ]) {
      const spec = run.specOf(cell, side);
      const result = await runSpec(engine, spec);
      const values = run.tallies.responses.get(3 * cell + side)!;
      expect(values[1][0]).toBe(result.quantiles['0.25']);
      const steps = Array.from(await engine.escapeSteps(spec, 0, 500));
      const escaped = steps.filter((step) => step > 0).sort((p, q) => p - q);
      expect(values[0][0]).toBe(escaped.length < 250 ? null : escaped[249] * 0.25);
      expect(escaped.length).toBe(run.tallies.escaped[side][cell]);
    }
    const medians = [...run.tallies.responses.values()].map(([[median]]) => median);
    expect(medians).toContain(null);
    expect(new Set(medians).size).toBeGreaterThan(4);
  });

  test('a response of first passages alone is the same, by replicas that are run one by one', async () => {
    const alone = await made({ ...SWEEP, responses: ['escapeTime:0.5'] });
    const { run: together } = readMap(JSON.parse(await whole()));
    for (const [key, [median]] of alone.tallies.responses)
      expect(together.tallies.responses.get(key)![0]).toEqual(median);
  });

  test('the share right of 0 is that of a symmetric start and law within its interval', async () => {
    const run = await made({
      ...SWEEP,
      base: { ...SWEEP.base, start: { kind: 'point', x: [0] } },
      replicas: 2000,
      responses: ['shareAbove:0'],
    });
    for (const [[share]] of run.tallies.responses.values())
      expect(binomialTest(Math.round(2000 * share!), 2000, 0.5)).toBeGreaterThan(1e-5);
  });

  test('stopped anywhere and gone on with, in shards or not: the same bytes', async () => {
    const sweep = parseSweep(SWEEP);
    let run = new SweepRun(sweep, engine.identity);
    for (let k = 0; !run.finished; k++) {
      const stop = new AbortController();
      await run.advance(engine, {
        signal: stop.signal,
        onProgress: ({ phase }) => (phase !== 'respond' && k > 2 ? undefined : stop.abort()),
      });
      const text = checkpointToJson(checkpointOf(run));
      run = resumeFromFile(JSON.parse(text), { sweep, engine: engine.identity });
      expect(checkpointToJson(checkpointOf(run))).toBe(text);
      if (k > 30) throw new Error('It does not end.');
    }
    expect(mapToJson(await mapResult(run))).toBe(await whole());
    const shards = await Promise.all(
      [2, 0, 1].map(async (index) => ({
        name: `${index}.json`,
        map: await written(await made(SWEEP, { index, count: 3 })),
      })),
    );
    expect(mapToJson(await mergeMaps(shards))).toBe(await whole());
    expect(mapToJson(await mergeMaps([{ name: 'a', map: JSON.parse(await whole()) }]))).toBe(
      await whole(),
    );
  });

  test('a side that failed has none', async () => {
    const run = await made(FAILING);
    expect(run.tallies.failures.size).toBe(2);
    expect(run.tallies.responses.size).toBe(4 * 3 - 2);
  });

  test('are columns of a table and arrays, with the ends of their intervals', async () => {
    const map = await mapResult(await made(FAILING));
    const [names, ...lines] = [...mapToCsv(map)].map((line) => line.trimEnd().split(','));
    expect(names.slice(-15)).toEqual(
      TEXTS.flatMap((name) => [name, `${name} low`, `${name} high`]),
    );
    const { response, responseLow, responseHigh, responses } = mapArrays(map);
    expect(responses.values).toEqual(TEXTS);
    expect(response.shape).toEqual([5, 3, 2, 2]);
    for (const [n, line] of lines.entries()) {
      const cell = map.cells[Math.floor(n / 3)];
      const found = sideOfCell(cell, n % 3).responses;
      expect(line.slice(-15)).toEqual(
        TEXTS.flatMap((_, r) => found?.[r] ?? [null, null, null]).map((x) => String(x ?? '')),
      );
      for (const r of TEXTS.keys()) {
        const k = ((r * 3 + (n % 3)) * 2 + cell.j) * 2 + cell.i;
        expect([response, responseLow, responseHigh].map(({ values }) => values[k])).toEqual(
          (found?.[r] ?? [null, null, null]).map((x) => x ?? Number.NaN),
        );
      }
    }
  });

  const edited = (map: MapResult, responses: unknown) => {
    Object.assign(map.cells[1], { responses });
    return map;
  };
  const triple = [1, 0, 2];
  test.each<[string, unknown, string]>([
    ['too few', [triple], 'cells[1].responses: [[1,0,2]] is not accepted; give a list of 5'],
    [
      'a value outside its interval',
      [[3, 0, 2], triple, triple, triple, triple],
      'cells[1].responses[0]: [3,0,2] is not accepted; give a value within its interval.',
    ],
    [
      'a text',
      [['1', 0, 2], triple, triple, triple, triple],
      'cells[1].responses[0]: ["1",0,2] is not accepted; give a list of a value and',
    ],
    ['none of a finished map', undefined, 'It was changed after it was written'],
  ])('a file with %s is refused', async (_, responses, sentence) => {
    const map: MapResult = JSON.parse(await whole());
    expect(() => readMap(edited(map, responses))).toThrow(sentence);
  });

  test('a changed value is seen by the digest', async () => {
    const map: MapResult = JSON.parse(await whole());
    expect(readMap(map).proof).toBe('holds');
    expect(readMap(edited(map, new Array(5).fill(triple))).proof).toBe('broken');
  });
});

describe('the field responses of a sweep', () => {
  test('is written in one way, and left out where there is none', () => {
    expect(parseSweep({}).responses).toBeUndefined();
    expect(
      parseSweep({ responses: ['escapeTime:.50', 'shareAbove:-0', 'shareAbove:1e30'] }).responses,
    ).toEqual(['escapeTime:0.5', 'shareAbove:0', 'shareAbove:1e30']);
  });

  test.each<[unknown, string]>([
    [[], 'responses: [] is not accepted; give a list of 1 to 8 responses: one of'],
    [['mean'], 'responses[0]: "mean" is not accepted; give one of escapeTime:p, x:p and absX:p'],
    [['x:1'], 'responses[0]: "x:1" is not accepted'],
    [['X:0.5'], 'responses[0]: "X:0.5" is not accepted'],
    [['shareAbove:1e31'], 'responses[0]: "shareAbove:1e31" is not accepted'],
    [['x:0.5', 'x:.5'], 'responses[1]: "x:.5" is not accepted; give each response once.'],
    [[3], 'responses[0]: 3 is not accepted; give one of'],
  ])('refuses %j', (responses, sentence) => {
    expect(() => parseSweep({ responses })).toThrow(sentence);
  });
});
