import { describe, expect, test } from 'vitest';
import { checkpointOf, checkpointToJson } from '../../../../src/experiment/sweep/checkpoint';
import { mapArrays } from '../../../../src/experiment/sweep/map-npz';
import {
  type MapResult,
  mapResult,
  mapToJson,
  type SideCounts,
} from '../../../../src/experiment/sweep/map-result';
import { mergeMaps } from '../../../../src/experiment/sweep/merge-maps';
import { readMap, readProvenMap } from '../../../../src/experiment/sweep/read-map';
import { countedRun, ENGINE, SWEEP } from './counted-run';

const documentOf = async (...args: Parameters<typeof countedRun>): Promise<MapResult> =>
  JSON.parse(mapToJson(await mapResult(countedRun(...args))));
const parts = async (count: number) =>
  Promise.all(
    Array.from({ length: count }, async (_, index) => ({
      name: `part-${index}.json`,
      map: await documentOf({ index, count }),
    })),
  );

const RATES = {
  lyapunovExponent: null,
  exponentBasis: 'unknown',
  exponentError: null,
  sdeGrowthRate: 0,
} as const;

describe('readMap', () => {
  test('takes a document back into the very integers and failures it was made of', async () => {
    const run = countedRun();
    const read = readMap(await documentOf());
    expect(read.run.engine).toEqual(ENGINE);
    expect(checkpointToJson(checkpointOf(read.run))).toBe(checkpointToJson(checkpointOf(run)));
    expect(mapToJson(await mapResult(read.run))).toBe(mapToJson(await mapResult(run)));
  });

  test('keeps how exponents are known, for each side and cell', async () => {
    const map = await documentOf();
    Object.assign(map.cells[3], { exponentBasis: 'limit', exponentError: 0.5 });
    map.exponentUnits![2] = 'distance per ln step';
    const again = await mergeMaps([{ name: 'map.json', map }]);
    expect(JSON.parse(mapToJson(again))).toEqual(map);
    expect(readMap(map).theoryAt(3, 2).exponentUnit).toBe('distance per ln step');
  });

  test('a map of an older version does not say how exponents are known, and gains nothing', async () => {
    const map = await documentOf();
    delete map.exponentUnits;
    for (const cell of map.cells)
      for (const counts of [cell, cell.b!, cell.c!] as Partial<SideCounts>[]) {
        delete counts.exponentBasis;
        delete counts.exponentError;
      }
    const again = await mergeMaps([{ name: 'map.json', map }]);
    expect(JSON.parse(mapToJson(again))).toEqual(map);
    const { exponentBasis, exponentUnits } = mapArrays(again);
    expect(new Set(exponentBasis.values as Int8Array)).toEqual(new Set([-1]));
    expect(exponentUnits.values).toEqual(['', '', '']);
  });

  test('a stopped map may lack cells, and a finished one may not', async () => {
    const map = await documentOf();
    map.cells.splice(5, 1);
    expect(() => readMap(map)).toThrow('It lacks the cell (1, 1).');
    const { run } = readMap({ ...map, partial: true });
    expect(run.finished).toBe(false);
    expect(Array.from(run.tallies.particles.slice(4, 7))).toEqual([140, 0, 160]);
  });

  const broken: [string, (map: MapResult) => unknown, string][] = [
    ['no object', () => 7, 'It is not the result of a sweep'],
    [
      'the result of a run',
      () => ({ spec: {}, engine: ENGINE, histogram: {} }),
      'It is not the result of a sweep',
    ],
    [
      'units of other sides',
      (map) => ({ ...map, exponentUnits: [null] }),
      'exponentUnits: [null] is not accepted; give a list of 3 units',
    ],
    [
      'a unit that is none',
      (map) => ({ ...map, exponentUnits: ['furlongs', null, null] }),
      'exponentUnits[0]: "furlongs" is not accepted; give "ln distance per step" or',
    ],
    [
      'a basis that is none',
      (map) => edit(map, 3, { exponentBasis: 'guessed' }),
      'cells[3].exponentBasis: "guessed" is not accepted; give "unknown" or "exact" or "bounded" or "limit".',
    ],
    [
      'a basis without a unit',
      (map) => ({ ...map, exponentUnits: [null, null, null] }),
      'exponentBasis: "exact" is not accepted; give "unknown", as its side has no unit.',
    ],
    [
      'an error below 0',
      (map) => edit(map, 3, { exponentError: -1 }),
      'cells[3].exponentError: -1 is not accepted; give a number from 0 up, or null.',
    ],
    [
      'an error of what is not known',
      (map) => edit(map, 3, { exponentBasis: 'unknown', exponentError: 1 }),
      'cells[3].exponentError: 1 is not accepted; give null, as the exponent is not known.',
    ],
    ['no engine', (map) => ({ ...map, engine: undefined }), 'It is not the result of a sweep'],
    [
      'another kind of engine',
      (map) => ({ ...map, engine: { ...map.engine, kind: 'tpu' } }),
      'engine.kind: "tpu" is not accepted; give "gpu" or "cpu".',
    ],
    [
      'a shard that is none',
      (map) => ({ ...map, shard: { index: 3, count: 3 } }),
      'shard.index: 3 is not accepted; give a whole number from 0 to 2',
    ],
    [
      'a sweep that is none',
      (map) => ({ ...map, sweep: { ...map.sweep, replicas: 0 } }),
      'sweep.replicas: 0 is not accepted',
    ],
    [
      'a cell beyond the map',
      (map) => edit(map, 0, { i: 4 }),
      'cells[0].i: 4 is not accepted; give a whole number from 0 to 3',
    ],
    [
      'a cell of another shard',
      (map) => ({ ...map, shard: { index: 1, count: 2 } }),
      'has a cell (0, 0) that its',
    ],
    ['a cell twice', (map) => edit(map, 1, { i: 0 }), 'has the cell (0, 0) twice'],
    [
      'a cell that is nothing',
      (map) => ({ ...map, cells: [null] }),
      'cells[0]: null is not accepted; give an object',
    ],
    [
      'more escapes than replicas',
      (map) => edit(map, 2, { escaped: 121 }),
      'cells[2].escaped: 121 is not accepted; give a whole number from 0 to 120.',
    ],
    [
      'a share of an escape',
      (map) => edit(map, 2, { escaped: 0.5 }),
      'cells[2].escaped: 0.5 is not accepted',
    ],
    [
      'counts as text',
      (map) => edit(map, 2, { particles: '120' }),
      'cells[2].particles: "120" is not accepted',
    ],
    [
      'a growth rate as text',
      (map) => edit(map, 2, { sdeGrowthRate: 'high' }),
      'cells[2].sdeGrowthRate: "high" is not accepted; give a number or null.',
    ],
    [
      'a side too few',
      (map) => edit(map, 2, { c: undefined }),
      'cells[2].c: a missing value is not accepted',
    ],
    [
      'more together than on one side',
      (map) => edit(map, 2, { c: { ...RATES, particles: 120, escaped: 22, together: 21 } }),
      'cells[2].c.together: 21 is not accepted; give a whole number from 0 to 20.',
    ],
    [
      'sides of different numbers of replicas',
      (map) => edit(map, 2, { c: { ...RATES, particles: 119, escaped: 22, together: 18 } }),
      'cells[2].c.particles: 119 is not accepted; give 120, as on its other sides.',
    ],
  ];
  const foreign: typeof broken = [
    [
      'an adapter that is an object',
      (map) => ({ ...map, engine: { kind: 'cpu', adapter: { a: 1 }, fallback: 'x', version: 5 } }),
      'engine.adapter: {"a":1} is not accepted; give a text of at most 10000 characters.',
    ],
    [
      'a version that is a number',
      (map) => ({ ...map, engine: { ...ENGINE, version: 5 } }),
      'engine.version: 5 is not accepted; give a version such as "0.2.0".',
    ],
    [
      'a field that nobody knows',
      (map) => ({ ...map, note: 'mine' }),
      'note: an unknown field is not accepted',
    ],
    [
      'a field that is in every object',
      (map) => edit(map, 1, { toString: 1 }),
      'cells[1].toString: an unknown field is not accepted; give one of the fields i, j, x, y, escaped,',
    ],
    [
      'a probability that is not that of its counts',
      (map) => edit({ ...map, digest: null }, 2, { probability: 0.5 }),
      'cells[2].probability: 0.5 is not accepted; give 0.16666666666666666, which is what its counts and',
    ],
    [
      'a value of an axis that is not that of its column',
      (map) => edit(map, 2, { x: 17 }),
      'cells[2].x: 17 is not accepted; give 16,',
    ],
    [
      'counts of a side that failed',
      (map) => edit({ ...map, digest: null }, 8, { b: { failed: 'so', particles: 180 } }),
      'cells[8].b.particles: an unknown field is not accepted; give one of the fields failed.',
    ],
    [
      'a failure without a reason',
      (map) => edit(map, 8, { b: { failed: '' } }),
      'cells[8].b.failed: "" is not accepted; give a text of 1 to 10000 characters.',
    ],
    [
      'another confidence',
      (map) => ({ ...map, confidence: 0.99 }),
      'confidence: 0.99 is not accepted; give 0.95.',
    ],
    [
      'a digest that is none',
      (map) => ({ ...map, digest: 'abc' }),
      'digest: "abc" is not accepted; give 64',
    ],
    [
      'more cells than its sweep has',
      (map) => ({ ...map, cells: [...map.cells, ...map.cells] }),
      'cells: "24 of them" is not accepted; give at most 12',
    ],
    [
      'one time of two',
      (map) => ({ ...map, seconds: 1 }),
      'particleStepsPerSecond: null is not accepted; give null where seconds is',
    ],
  ];
  test.each([...broken, ...foreign])('refuses %s', async (_, change, sentence) => {
    const map = await documentOf();
    expect(() => readMap(change(map))).toThrow(sentence);
  });
});

describe('the digest of a map that was opened', () => {
  test('holds, and the map is written again to the byte, times and growth rates too', async () => {
    const run = countedRun();
    const theoryAt = () => ({ lyapunovExponent: 0.1, sdeGrowthRate: null });
    const written = mapToJson(
      await mapResult(run, { seconds: 2, particleStepsPerSecond: 5e20 }, theoryAt),
    );
    const read = readMap(JSON.parse(written));
    expect(read.proof).toBe('holds');
    expect(mapToJson(await mapResult(read.run, read.timing, read.theoryAt, read.digest))).toBe(
      written,
    );
    expect(mapToJson(await mergeMaps([{ name: 'a.json', map: JSON.parse(written) }]))).toBe(
      written,
    );
  });

  /** A map with a count changed and all that is derived from it right again. */
  async function altered(digest: string | null | undefined) {
    const run = countedRun();
    run.tallies.escaped[0][0] += 3;
    run.tallies.together[0][0] += 3;
    return { ...JSON.parse(mapToJson(await mapResult(run))), digest };
  }

  test('is not that of changed counts: that is seen, refused by merge, and no fresh digest is made', async () => {
    const { digest } = await documentOf();
    const map = await altered(digest);
    const read = readMap(map);
    expect(read.proof).toBe('broken');
    expect((await mapResult(read.run, undefined, read.theoryAt, read.digest)).digest).toBe(digest);
    const sentence =
      'a.json is not accepted: it was changed after it was written: its digest does not match';
    await expect(mergeMaps([{ name: 'a.json', map }])).rejects.toThrow(sentence);
    expect(() => readProvenMap(map)).toThrow('It was changed after it was written');
  });

  test.each([null, undefined])(
    'is none (%s): merge says so, and what it makes has none either',
    async (none) => {
      const map = await altered(none);
      const read = readMap(map);
      expect(read.proof).toBe('none');
      const said: string[] = [];
      const merged = await mergeMaps([{ name: 'a\n.json', map }], (sentence) =>
        said.push(sentence),
      );
      expect(merged.digest).toBe(null);
      expect(said).toEqual([
        'a\\u000a.json has no digest: nothing proves that the counts are unchanged, and the map has no digest either.',
      ]);
      expect(() => readProvenMap(map)).toThrow(
        'It has no digest: nothing proves that its counts are',
      );
      expect(readMap(JSON.parse(mapToJson(merged))).proof).toBe('none');
    },
  );

  test('of one shard in three is none: neither is that of the whole', async () => {
    const shards = await parts(3);
    shards[1].map.digest = null;
    const said: string[] = [];
    expect((await mergeMaps(shards, (sentence) => said.push(sentence))).digest).toBe(null);
    expect(said).toHaveLength(1);
    expect(said[0]).toContain('part-1.json has no digest');
  });
});

function edit(map: MapResult, k: number, fields: object): MapResult {
  return {
    ...map,
    cells: map.cells.map((cell, n) => (n === k ? { ...cell, ...fields } : cell)),
  } as MapResult;
}

describe('mergeMaps', () => {
  test.each([1, 2, 5, 12, 20])(
    '%d shards, in any order, make the bytes of the whole',
    async (count) => {
      const whole = mapToJson(await mapResult(countedRun()));
      const shards = await parts(count);
      expect(mapToJson(await mergeMaps(shards))).toBe(whole);
      expect(mapToJson(await mergeMaps(shards.toReversed()))).toBe(whole);
    },
  );

  test('a whole map gives itself, a stopped one too', async () => {
    const run = countedRun();
    run.finished = false;
    const map = await mapResult(run);
    expect(map.partial).toBe(true);
    expect(mapToJson(await mergeMaps([{ name: 'map.json', map }]))).toBe(mapToJson(map));
  });

  test('takes what theory said from the maps and does not work it out again', async () => {
    const [first, second] = await parts(2);
    first.map = edit(first.map, 0, { lyapunovExponent: 123.5 });
    expect((await mergeMaps([second, first])).cells[0]).toMatchObject({
      i: 0,
      j: 0,
      lyapunovExponent: 123.5,
    });
  });

  test('refuses what does not belong together, by the names of the files', async () => {
    const shards = await parts(6);
    const [first, second] = shards;
    const refusal = (maps: typeof shards, sentence: string) =>
      expect(mergeMaps(maps)).rejects.toThrow(sentence);
    await refusal([], 'There is no map to merge.');
    await refusal([first, shards[5]], 'Of 6 shards there is no 1-4.');
    await refusal([first, second, shards[4]], 'Of 6 shards there is no 2-3,5.');
    await refusal(
      [...shards, { ...second, name: 'again.json' }],
      'Shard 1/6 was given twice: part-1.json and again.json.',
    );
    const changed = (map: object) =>
      [first, { name: 'b.json', map: { ...second.map, digest: null, ...map } }] as typeof shards;
    await refusal(
      changed({ sweep: { ...second.map.sweep, replicas: 99 } }),
      'b.json is of another sweep than part-0.json.',
    );
    await refusal(
      changed({ engine: { ...ENGINE, kind: 'gpu' } }),
      'b.json was counted by the GPU engine of version 0 (test) and part-0.json by the CPU engine of version 0 (test), whose integers differ.',
    );
    await refusal(
      changed({ engine: { ...ENGINE, adapter: 'another' } }),
      'the CPU engine of version 0 (another) and part-0.json by the CPU engine of version 0 (test),',
    );
    await refusal(
      changed({ engine: { ...ENGINE, version: '1' } }),
      'the CPU engine of version 1 (test) and part-0.json by',
    );
    await refusal(
      changed({ partial: true }),
      'b.json, shard 1/6, was stopped before its end: finish it with --resume.',
    );
    const [half] = await parts(2);
    await refusal(
      [first, half],
      'part-0.json is one of 2 shards and part-0.json one of 6: merge shards of one split.',
    );
    await refusal(
      changed({ cells: null }),
      'b.json is not accepted: it is not the result of a sweep',
    );
  });

  test('refuses a shard whose sweep differs in any one field, its seed among them', async () => {
    const [first] = await parts(2);
    const others = [
      { ...SWEEP, base: { ...SWEEP.base, ensemble: { seed: 'another' } } },
      { ...SWEEP, base: { ...SWEEP.base, escape: { radius: 11 } } },
      { ...SWEEP, sameNoise: false },
      { ...SWEEP, y: { path: 'optimizer.batchSize', values: [1, 2, 64] } },
      {
        ...SWEEP,
        compare: [SWEEP.compare[0], { noise: { tau: 3 }, optimizer: { kind: 'heavy-ball' } }],
      },
    ];
    for (const other of others) {
      const map = await documentOf({ index: 1, count: 2 }, other);
      await expect(mergeMaps([first, { name: 'b.json', map }])).rejects.toThrow(
        'b.json is of another sweep than part-0.json.',
      );
    }
  });

  test('refuses counts that were changed since they were written', async () => {
    const [first, second] = await parts(2);
    second.map = edit(second.map, 0, { escaped: 9 });
    await expect(mergeMaps([first, second])).rejects.toThrow(
      'part-1.json is not accepted: it was changed after it was written: its digest does not match its counts.',
    );
  });

  test('the sweep is one of two comparisons, so that what was tested had sides and a failure', () => {
    expect(countedRun().sides.length).toBe(1 + SWEEP.compare.length);
    expect(countedRun().tallies.failures.size).toBe(4);
  });
});
