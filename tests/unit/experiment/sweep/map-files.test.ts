import { unzipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { mapToCsv } from '../../../../src/experiment/sweep/map-csv';
import { mapContent } from '../../../../src/experiment/sweep/map-files';
import { mapToNpz } from '../../../../src/experiment/sweep/map-npz';
import {
  type MapResult,
  mapResult,
  mapToJson,
  sideOfCell,
} from '../../../../src/experiment/sweep/map-result';
import { toNpy } from '../../../../src/experiment/sweep/npy';
import { compileCells } from '../../../../src/spec/cell-spec';
import { SIDE_NAMES } from '../../../../src/spec/sweep';
import { sidesOf } from '../../../../src/spec/sweep-schema';
import { countedRun, FAILED_ROW, SWEEP } from './counted-run';

const SIDES = 3;
const map = (): Promise<MapResult> => mapResult(countedRun());

/** Rows of a table as RFC 4180 writes them, quotes and line ends within quotes too. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [[]];
  let at = 0;
  while (at < text.length) {
    let value: string;
    if (text[at] === '"') {
      const [quoted] = /^"(?:[^"]|"")*"/.exec(text.slice(at))!;
      value = quoted.slice(1, -1).replaceAll('""', '"');
      at += quoted.length;
    } else {
      [value] = /^[^,\n]*/.exec(text.slice(at))!;
      at += value.length;
    }
    rows.at(-1)!.push(value);
    if (text[at] === '\n' && at + 1 < text.length) rows.push([]);
    at++;
  }
  return rows;
}

async function table(): Promise<Record<string, string>[]> {
  const [names, ...rows] = parseCsv([...mapToCsv(await map())].join(''));
  expect(new Set(names).size).toBe(names.length);
  return rows.map((row) => {
    expect(row.length).toBe(names.length);
    return Object.fromEntries(row.map((value, k) => [names[k], value]));
  });
}

/** As docs/maps.md has them. Scripts may go by a column's place. */
const COLUMNS =
  'i,j,side,noise.samples,optimizer.batchSize,particles,escaped,probability,low,high,together,difference,' +
  'differenceLow,differenceHigh,lyapunovExponent,sdeGrowthRate,failed,engine,version,confidence,loss.kind,loss.a[0],';

test('a map as JSON is written cell by cell, since a large one is longer than a text may be', async () => {
  const made = await map();
  const pieces = [...(mapContent(made, 'json') as Iterable<string>)];
  expect(pieces.join('')).toBe(mapToJson(made));
  expect(pieces.length).toBe(made.cells.length + 2);
});

describe('a map as CSV', () => {
  test('has its columns in their order', async () => {
    const [names] = mapToCsv(await map());
    expect(names.slice(0, COLUMNS.length)).toBe(COLUMNS);
  });

  test("has a row for each cell and side, and every number is the document's own", async () => {
    const { cells, sweep } = await map();
    const rows = await table();
    expect(rows.length).toBe(cells.length * SIDES);
    for (const [n, row] of rows.entries()) {
      const cell = cells[Math.floor(n / SIDES)];
      const side = n % SIDES;
      const found = sideOfCell(cell, side);
      expect(row).toMatchObject({
        i: String(cell.i),
        j: String(cell.j),
        side: SIDE_NAMES[side],
        [sweep.x.path]: String(cell.x),
        [sweep.y.path]: String(cell.y),
        failed: found.failed ?? '',
        engine: 'cpu',
        version: '0',
        confidence: '0.95',
      });
      for (const name of [
        'particles',
        'escaped',
        'probability',
        'low',
        'high',
        'lyapunovExponent',
        'sdeGrowthRate',
        'exponentBasis',
        'exponentError',
      ] as const)
        expect(row[name], name).toBe(String(found[name] ?? ''));
      for (const name of ['together', 'difference', 'differenceLow', 'differenceHigh'] as const)
        expect(row[name], name).toBe(String(found[name] ?? ''));
    }
    // Side B is of stored data sets, the others of independent noise.
    expect(new Set(rows.map((row) => row.exponentBasis)).size).toBeGreaterThan(2);
    for (const row of rows)
      expect(row.exponentUnit).toBe(row.lyapunovExponent === '' ? '' : 'ln distance per step');
    const failed = rows.filter((row) => row.failed !== '');
    expect(failed.map(({ j, side }) => [j, side])).toEqual(
      new Array(4).fill([String(FAILED_ROW), 'b']),
    );
    expect(failed[0]).toMatchObject({
      particles: '',
      probability: '',
      failed: 'made up, "quoted"',
    });
    expect(rows.filter((row) => row.side === 'a').every((row) => row.difference === '')).toBe(true);
    expect(rows.filter((row) => row.side === 'c').every((row) => row.difference !== '')).toBe(true);
  });

  test('has every field of the spec that a run of the cell would have', async () => {
    const { sweep } = await map();
    const sides = sidesOf(sweep);
    for (const [n, row] of (await table()).entries()) {
      if (row.failed) continue;
      const spec = compileCells(sweep, sides)(
        n % SIDES,
        Math.floor(n / SIDES),
        Number(row.particles),
      );
      // A run of its own leaves out the cell's number where it is 0.
      const expected: Record<string, string> = { 'ensemble.cell': String(Math.floor(n / SIDES)) };
      for (const [group, fields] of Object.entries(spec))
        for (const [name, value] of Object.entries(group === 'version' ? {} : fields))
          if (Array.isArray(value))
            for (const [k, entry] of value.entries())
              expected[`${group}.${name}[${k}]`] = String(entry);
          else expected[`${group}.${name}`] = String(value);
      expect(row).toMatchObject(expected);
      const fields = Object.keys(row).filter((name) => name.includes('.'));
      // The axis stands in every row; sides without a data set have no such field.
      for (const name of fields)
        if (!(name in expected) && name !== 'noise.samples') expect(row[name], name).toBe('');
    }
    const [first] = await table();
    expect(first['ensemble.seed']).toBe(SWEEP.base.ensemble.seed);
  });

  test('a stopped map has rows for the cells that have counts', async () => {
    const run = countedRun({ index: 1, count: 4 });
    run.finished = false;
    const rows = parseCsv([...mapToCsv(await mapResult(run))].join(''));
    expect(rows.length).toBe(1 + 3 * SIDES);
  });
});

/** What NumPy reads in a .npy file. */
function readNpy(bytes: Uint8Array): {
  type: string;
  shape: number[];
  values: (number | string)[];
} {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  expect([...bytes.subarray(0, 8)]).toEqual([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0]);
  const start = 10 + view.getUint16(8, true);
  expect(start % 64).toBe(0);
  const header = new TextDecoder().decode(bytes.subarray(10, start));
  expect(header.endsWith('\n')).toBe(true);
  const [, type, tuple] =
    /^\{'descr': '([^']+)', 'fortran_order': False, 'shape': \(([\d, ]*)\), \} *\n$/.exec(header)!;
  const shape = tuple.split(',').flatMap((text) => (text.trim() ? [Number(text)] : []));
  if (shape.length === 1) expect(tuple).toMatch(/,$/);
  const size = shape.reduce((product, count) => product * count, 1);
  const width = type.startsWith('<U')
    ? 4 * Number(type.slice(2))
    : { '<f8': 8, '<u4': 4, '|i1': 1, '|b1': 1 }[type]!;
  expect(bytes.length).toBe(start + size * width);
  const values = Array.from({ length: size }, (_, k) => {
    const at = start + k * width;
    if (type === '<f8') return view.getFloat64(at, true);
    if (type === '<u4') return view.getUint32(at, true);
    if (type === '|i1') return view.getInt8(at);
    if (type === '|b1') return view.getUint8(at);
    const points = Array.from({ length: width / 4 }, (_, n) => view.getUint32(at + 4 * n, true));
    return String.fromCodePoint(...points.filter((point) => point > 0));
  });
  return { type, shape, values };
}

describe('a map as npz', () => {
  test('holds the arrays of the document', async () => {
    const { cells, sweep, engine, exponentUnits } = await map();
    const files = unzipSync(mapToNpz(await map()));
    const arrays = Object.fromEntries(
      Object.entries(files).map(([name, bytes]) => [name.replace(/\.npy$/, ''), readNpy(bytes)]),
    );
    expect(arrays.x).toEqual({ type: '<f8', shape: [4], values: [4, 8, 16, 32] });
    expect(arrays.y).toEqual({ type: '<f8', shape: [3], values: [1, 3, 64] });
    expect(arrays.paths.values).toEqual(['noise.samples', 'optimizer.batchSize']);
    expect(arrays.sides).toEqual({ type: '<U1', shape: [3], values: ['a', 'b', 'c'] });
    expect(arrays.bases.values).toEqual(['unknown', 'exact', 'bounded', 'limit']);
    expect(arrays.exponentUnits).toMatchObject({ shape: [3], values: exponentUnits });
    expect(exponentUnits).toEqual(new Array(3).fill('ln distance per step'));
    expect(arrays.confidence).toEqual({ type: '<f8', shape: [], values: [0.95] });
    expect(JSON.parse(arrays.sweep.values[0] as string)).toEqual(sweep);
    expect(JSON.parse(arrays.engine.values[0] as string)).toEqual(engine);
    for (const [name, type] of [
      ['particles', '<u4'],
      ['escaped', '<u4'],
      ['together', '<u4'],
      ['probability', '<f8'],
      ['low', '<f8'],
      ['high', '<f8'],
      ['difference', '<f8'],
      ['differenceLow', '<f8'],
      ['differenceHigh', '<f8'],
      ['lyapunovExponent', '<f8'],
      ['sdeGrowthRate', '<f8'],
      ['exponentError', '<f8'],
      ['exponentBasis', '|i1'],
      ['failed', '|b1'],
    ] as const) {
      expect(arrays[name], name).toMatchObject({ type, shape: [3, 3, 4] });
      for (const cell of cells)
        for (let side = 0; side < SIDES; side++) {
          const value = arrays[name].values[(side * 3 + cell.j) * 4 + cell.i];
          const found = sideOfCell(cell, side);
          if (name === 'failed') expect(value).toBe(found.failed === undefined ? 0 : 1);
          else if (name === 'exponentBasis')
            expect(value).toBe(arrays.bases.values.indexOf(found.exponentBasis as string));
          else if (name === 'together' && side === 0) expect(value).toBe(found.escaped);
          else expect(value, name).toBe(found[name] ?? (type === '<u4' ? 0 : Number.NaN));
        }
    }
    expect(Object.keys(arrays).length).toBe(27);
  });

  test('has NaN and no replicas where a stopped map has no counts', async () => {
    const run = countedRun({ index: 1, count: 4 });
    const files = unzipSync(mapToNpz(await mapResult(run)));
    expect(readNpy(files['particles.npy']).values.slice(0, 4)).toEqual([0, 110, 0, 0]);
    expect(readNpy(files['probability.npy']).values.slice(0, 3)).toEqual([
      Number.NaN,
      10 / 110,
      Number.NaN,
    ]);
  });

  test('equal maps are equal files, at any time and in any time zone', async () => {
    const document = await map();
    const first = mapToNpz(document);
    const zone = process.env.TZ;
    try {
      process.env.TZ = 'Pacific/Auckland';
      expect(new Date(2026, 0, 1).getTimezoneOffset()).toBe(-780);
      expect(Buffer.from(mapToNpz(document)).equals(Buffer.from(first))).toBe(true);
    } finally {
      if (zone === undefined) delete process.env.TZ;
      else process.env.TZ = zone;
    }
  });
});

describe('toNpy', () => {
  test('pads the header to the alignment whatever its length', () => {
    for (const shape of [[], [1], [1, 1], [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]])
      expect(readNpy(toNpy({ values: Float64Array.of(-0.1), shape }))).toEqual({
        type: '<f8',
        shape,
        values: [-0.1],
      });
  });

  test('writes texts of any letters, the empty one too', () => {
    const values = ['', '𝜎 = 2', 'a'];
    expect(readNpy(toNpy({ values, shape: [3] }))).toEqual({ type: '<U5', shape: [3], values });
    expect(readNpy(toNpy({ values: [''], shape: [] }))).toEqual({
      type: '<U1',
      shape: [],
      values: [''],
    });
  });
});
