import { describe, expect, test } from 'vitest';
import { binomialTest, residualOf } from '../../../../src/experiment/sweep/exact-agreement';
import { mapToCsv } from '../../../../src/experiment/sweep/map-csv';
import { mapArrays } from '../../../../src/experiment/sweep/map-npz';
import {
  type MapResult,
  mapResult,
  mapToJson,
  type SideCounts,
  sideOfCell,
  type TheoryAt,
} from '../../../../src/experiment/sweep/map-result';
import { mergeMaps } from '../../../../src/experiment/sweep/merge-maps';
import { readMap } from '../../../../src/experiment/sweep/read-map';
import { countedRun, FAILED_ROW } from './counted-run';

/** Known on sides A and B: near the counts but for two cells, and of one certain. */
const theoryAt: TheoryAt = (cell, side) => ({
  lyapunovExponent: null,
  sdeGrowthRate: null,
  exact:
    side === 2 ? null : cell === 0 ? 0 : ((10 * cell) / (100 + 10 * cell)) * (cell < 3 ? 3 : 1),
});
const made = async (...args: Parameters<typeof countedRun>): Promise<MapResult> =>
  mapResult(countedRun(...args), undefined, theoryAt);
const parsed = async () => JSON.parse(mapToJson(await made())) as MapResult;

describe('exact probabilities of a map', () => {
  test('stand beside the counts, with z and whether the 99 % interval misses them', async () => {
    const { cells } = await made();
    for (const cell of cells)
      for (const side of [0, 1]) {
        const { exact, z, outside, escaped, particles, failed } = sideOfCell(cell, side);
        if (failed !== undefined) continue;
        const certain = exact === 0;
        expect(z).toBe(certain ? null : residualOf(escaped!, particles!, exact!));
        expect(outside).toBe(binomialTest(escaped!, particles!, exact!) < 0.01);
      }
    // Side B has one escape where none can be.
    expect(sideOfCell(cells[0], 1)).toMatchObject({ escaped: 1, exact: 0, z: null, outside: true });
    expect(sideOfCell(cells[5], 2)).toMatchObject({ exact: null, z: null, outside: null });
  });

  test('are counted by side: how many are outside, and how many would be', async () => {
    const { agreement } = await made();
    expect(agreement).toMatchObject([
      { cells: 12, outside: 2, expected: 0.12 },
      { cells: 12 - 4, outside: 3, expected: 0.08 },
      null,
    ]);
    expect((await mapResult(countedRun())).agreement).toBeUndefined();
  });

  test('are columns of the table, the last ones', async () => {
    const map = await made();
    const [names, ...lines] = [...mapToCsv(map)];
    expect(names.endsWith(',exact,z,outside\n')).toBe(true);
    // The seed of the test sweep has a line end and a comma, and stands before these columns.
    for (const [n, line] of lines.entries()) {
      const { exact, z, outside } = sideOfCell(map.cells[Math.floor(n / 3)], n % 3);
      expect(line.trimEnd().split(',').slice(-3)).toEqual(
        [exact, z, outside].map((value) => String(value ?? '')),
      );
    }
  });

  test('are arrays', async () => {
    const map = await made();
    const { exact, z, outside, agreement } = mapArrays(map);
    expect(JSON.parse((agreement.values as string[])[0])).toEqual(map.agreement);
    for (const cell of map.cells)
      for (const side of [0, 1, 2]) {
        const k = (side * 3 + cell.j) * 4 + cell.i;
        const found = sideOfCell(cell, side);
        expect(exact.values[k]).toBe(found.exact ?? Number.NaN);
        expect(z.values[k]).toBe(found.z ?? Number.NaN);
        expect(outside.values[k]).toBe(found.outside ? 1 : 0);
      }
    expect((mapArrays(await mapResult(countedRun())).agreement.values as string[])[0]).toBe('');
  });

  test('are read back, and shards make the bytes of the whole', async () => {
    const whole = mapToJson(await made());
    const one = await mergeMaps([{ name: 'map.json', map: JSON.parse(whole) }]);
    expect(mapToJson(one)).toBe(whole);
    const shards = await Promise.all(
      [0, 1, 2, 3, 4].map(async (index) => ({
        name: `part-${index}.json`,
        map: JSON.parse(mapToJson(await made({ index, count: 5 }))),
      })),
    );
    expect(mapToJson(await mergeMaps(shards))).toBe(whole);
  });

  test('a shard without them leaves its cells without', async () => {
    const [first, second] = await Promise.all([
      made({ index: 0, count: 2 }),
      mapResult(countedRun({ index: 1, count: 2 })),
    ]);
    const merged = await mergeMaps(
      [first, second].map((map, k) => ({ name: `${k}.json`, map: JSON.parse(mapToJson(map)) })),
    );
    expect(merged.agreement![0]).toEqual(first.agreement![0]);
    expect(merged.cells.map((cell) => 'exact' in cell)).toEqual(
      merged.cells.map(({ i, j }) => (4 * j + i) % 2 === 0),
    );
  });

  const wrong: [string, (map: MapResult) => void, string][] = [
    ['a probability above 1', (map) => edit(map, { exact: 1.5 }), 'cells[5].exact: 1.5 is not'],
    ['another z', (map) => edit(map, { z: 0.25 }), 'cells[5].z: 0.25 is not accepted; give'],
    ['another end', (map) => edit(map, { outside: true }), 'cells[5].outside: true is not'],
    [
      'another probability, which the counts are far from',
      (map) => edit(map, { exact: 0.9 }),
      'cells[5].outside: false is not',
    ],
    [
      'another count of those outside',
      (map) => Object.assign(map.agreement![0]!, { outside: 1 }),
      'agreement: ',
    ],
    ['no agreement', (map) => Reflect.deleteProperty(map, 'agreement'), 'agreement: '],
  ];
  test.each(wrong)('refuses %s', async (_, change, sentence) => {
    const map = await parsed();
    change(map);
    expect(() => readMap(map)).toThrow(sentence);
  });

  test('side B failed in a row, so that what was tested had a failure', () => {
    expect(countedRun().tallies.failure(4 * FAILED_ROW, 1)).toBeDefined();
  });
});

function edit(map: MapResult, fields: Partial<SideCounts>): void {
  Object.assign(map.cells[5], fields);
}
