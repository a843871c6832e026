import { describe, expect, test } from 'vitest';
import { checkpointOf, checkpointToJson } from '../../../../src/experiment/sweep/checkpoint';
import { type MapResult, mapResult, mapToJson } from '../../../../src/experiment/sweep/map-result';
import { mergeMaps, readMap } from '../../../../src/experiment/sweep/read-map';
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

const RATES = { lyapunovExponent: null, sdeGrowthRate: 0 };

describe('readMap', () => {
  test('takes a document back into the very integers and failures it was made of', async () => {
    const run = countedRun();
    const read = readMap(await documentOf());
    expect(read.run.engine).toEqual(ENGINE);
    expect(checkpointToJson(checkpointOf(read.run))).toBe(checkpointToJson(checkpointOf(run)));
    expect(mapToJson(await mapResult(read.run))).toBe(mapToJson(await mapResult(run)));
  });

  test('a stopped map may lack cells, and a finished one may not', async () => {
    const map = await documentOf();
    map.cells.splice(5, 1);
    expect(() => readMap(map)).toThrow('The cell (1, 1) is missing from the map.');
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
    ['no engine', (map) => ({ ...map, engine: undefined }), 'It is not the result of a sweep'],
    [
      'another kind of engine',
      (map) => ({ ...map, engine: { kind: 'tpu' } }),
      'It is not the result of a sweep',
    ],
    ['a shard that is none', (map) => ({ ...map, shard: { index: 3, count: 3 } }), 'There is no shard 3/3'],
    [
      'a sweep that is none',
      (map) => ({ ...map, sweep: { ...map.sweep, replicas: 0 } }),
      'The sweep of the map is not accepted: replicas: 0 is not accepted',
    ],
    [
      'a cell beyond the map',
      (map) => edit(map, 0, { i: 4 }),
      'has a cell (4, 0) that its sweep does not have',
    ],
    [
      'a cell of another shard',
      (map) => ({ ...map, shard: { index: 1, count: 2 } }),
      'has a cell (0, 0) that its',
    ],
    ['a cell twice', (map) => edit(map, 1, { i: 0 }), 'has the cell (0, 0) twice'],
    ['a cell that is nothing', (map) => ({ ...map, cells: [null] }), 'has a cell (undefined, undefined)'],
    [
      'more escapes than replicas',
      (map) => edit(map, 2, { escaped: 121 }),
      'counts of the cell (2, 0) cannot be',
    ],
    ['a share of an escape', (map) => edit(map, 2, { escaped: 0.5 }), 'counts of the cell (2, 0) cannot be'],
    ['counts as text', (map) => edit(map, 2, { particles: '120' }), 'counts of the cell (2, 0) cannot be'],
    [
      'a growth rate as text',
      (map) => edit(map, 2, { sdeGrowthRate: 'high' }),
      'counts of the cell (2, 0) cannot be',
    ],
    ['a side too few', (map) => edit(map, 2, { c: undefined }), 'counts of the cell (2, 0) cannot be'],
    [
      'more together than on one side',
      (map) => edit(map, 2, { c: { ...RATES, particles: 120, escaped: 22, together: 21 } }),
      'counts of the cell (2, 0) cannot be',
    ],
    [
      'sides of different numbers of replicas',
      (map) => edit(map, 2, { c: { ...RATES, particles: 119, escaped: 22, together: 18 } }),
      'counts of the cell (2, 0) cannot be',
    ],
  ];
  test.each(broken)('refuses %s', async (_, change, sentence) => {
    const map = await documentOf();
    expect(() => readMap(change(map))).toThrow(sentence);
  });
});

function edit(map: MapResult, k: number, fields: object): MapResult {
  return {
    ...map,
    cells: map.cells.map((cell, n) => (n === k ? { ...cell, ...fields } : cell)),
  } as MapResult;
}

describe('mergeMaps', () => {
  test.each([1, 2, 5, 12, 20])('%d shards, in any order, make the bytes of the whole', async (count) => {
    const whole = mapToJson(await mapResult(countedRun()));
    const shards = await parts(count);
    expect(mapToJson(await mergeMaps(shards))).toBe(whole);
    expect(mapToJson(await mergeMaps(shards.toReversed()))).toBe(whole);
  });

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

  test('names every adapter that counted, and a software one', async () => {
    const [first, second] = await parts(2);
    second.map.engine = { ...ENGINE, adapter: 'another', fallback: true };
    expect((await mergeMaps([first, second])).engine).toEqual({
      ...ENGINE,
      adapter: 'another; test',
      fallback: true,
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
      'b.json was counted by the GPU engine of version 0 and part-0.json by the CPU engine of version 0, whose integers differ.',
    );
    await refusal(
      changed({ engine: { ...ENGINE, version: '1' } }),
      'the CPU engine of version 1 and part-0.json by',
    );
    await refusal(
      changed({ partial: true }),
      'b.json, shard 1/6, was stopped before its end: go on with --resume.',
    );
    const [half] = await parts(2);
    await refusal(
      [first, half],
      'part-0.json is one of 2 shards and part-0.json one of 6: merge those of one number.',
    );
    await refusal(changed({ cells: null }), 'b.json is not accepted: it is not the result of a sweep');
  });

  test('refuses counts that were changed since they were written', async () => {
    const [first, second] = await parts(2);
    second.map = edit(second.map, 0, { escaped: 9 });
    await expect(mergeMaps([first, second])).rejects.toThrow(
      'part-1.json is not accepted: it was changed since it was written: its digest is not that of its counts.',
    );
  });

  test('the sweep is one of two comparisons, so that what was tested had sides and a failure', () => {
    expect(countedRun().sides.length).toBe(1 + SWEEP.compare.length);
    expect(countedRun().tallies.failures.size).toBe(4);
  });
});
