import { zipSync } from 'fflate';
import { axisValues, comparisons, SIDE_NAMES } from '../../spec/sweep';
import { BASES } from '../../theory/estimate';
import { canonicalJson } from '../canonical';
import { type MapResult, sideOfCell } from './map-result';
import { type NpyArray, toNpy } from './npy';

const INTEGERS = ['particles', 'escaped', 'together'] as const;
const REALS = [
  'probability',
  'low',
  'high',
  'difference',
  'differenceLow',
  'differenceHigh',
  'lyapunovExponent',
  'sdeGrowthRate',
  'exponentError',
  'exact',
  'z',
] as const;

/** Of values and of the ends of their intervals. */
const RESPONSE_ARRAYS = ['response', 'responseLow', 'responseHigh'] as const;

/**
 * A map as the .npz that `numpy.load` opens: the arrays of `mapArrays`. Equal maps have equal
 * bytes.
 */
export function mapToNpz(result: MapResult): Uint8Array<ArrayBuffer> {
  const files = Object.entries(mapArrays(result)).map(([name, array]) => [
    `${name}.npy`,
    toNpy(array),
  ]);
  // The earliest time a zip can hold, on the clock of whatever time zone.
  return zipSync(Object.fromEntries(files), { mtime: new Date(1980, 0, 1) });
}

/**
 * A map as arrays. Counts and what is derived from them have the shape (sides, rows, columns):
 * `particles`, `escaped` and `together` are u4, 0 where there are none; the others are f8, NaN
 * where there are none. `exponentBasis` is i1, the place in `bases`, -1 where there is none.
 * `failed` is true where a side of a cell has no counts because it failed. docs/maps.md lists them
 * all.
 */
export function mapArrays(result: MapResult): Record<string, NpyArray> {
  const { sweep, cells, engine, confidence, exponentUnits, agreement } = result;
  const x = axisValues(sweep.x);
  const y = axisValues(sweep.y);
  const sides = SIDE_NAMES.slice(0, 1 + comparisons(sweep).length);
  const shape = [sides.length, y.length, x.length];
  const size = sides.length * y.length * x.length;
  const integers = INTEGERS.map((name) => ({ name, values: new Uint32Array(size) }));
  const reals = REALS.map((name) => ({ name, values: new Float64Array(size).fill(Number.NaN) }));
  const together = integers[INTEGERS.indexOf('together')].values;
  const { responses = [] } = sweep;
  const measured = RESPONSE_ARRAYS.map((name) => ({
    name,
    values: new Float64Array(responses.length * size).fill(Number.NaN),
  }));
  const failed = new Uint8Array(size);
  const outside = new Uint8Array(size);
  const basis = new Int8Array(size).fill(-1);
  for (const cell of cells)
    for (const side of sides.keys()) {
      const k = (side * y.length + cell.j) * x.length + cell.i;
      const found = sideOfCell(cell, side);
      if (found.failed !== undefined) failed[k] = 1;
      for (const [r, numbers] of (found.responses ?? []).entries())
        for (const [which, { values }] of measured.entries())
          values[r * size + k] = numbers[which] ?? Number.NaN;
      if (found.outside) outside[k] = 1;
      if (found.exponentBasis !== undefined) basis[k] = BASES.indexOf(found.exponentBasis);
      for (const { name, values } of integers) values[k] = found[name] ?? 0;
      if (side === 0) together[k] = found.escaped ?? 0;
      for (const { name, values } of reals) values[k] = found[name] ?? Number.NaN;
    }
  const text = (value: string): NpyArray => ({ values: [value], shape: [] });
  return {
    x: { values: Float64Array.from(x), shape: [x.length] },
    y: { values: Float64Array.from(y), shape: [y.length] },
    paths: { values: [sweep.x.path, sweep.y.path], shape: [2] },
    sides: { values: sides, shape: [sides.length] },
    ...Object.fromEntries(
      [...integers, ...reals].map(({ name, values }) => [name, { values, shape }]),
    ),
    ...Object.fromEntries(
      (responses.length > 0 ? measured : []).map(({ name, values }) => [
        name,
        { values, shape: [responses.length, ...shape] },
      ]),
    ),
    ...(responses.length > 0
      ? { responses: { values: responses, shape: [responses.length] } }
      : {}),
    failed: { values: failed, shape },
    outside: { values: outside, shape },
    exponentBasis: { values: basis, shape },
    bases: { values: BASES, shape: [BASES.length] },
    exponentUnits: { values: sides.map((_, k) => exponentUnits?.[k] ?? ''), shape: [sides.length] },
    confidence: { values: Float64Array.of(confidence), shape: [] },
    sweep: text(canonicalJson(sweep)),
    agreement: text(agreement ? canonicalJson(agreement) : ''),
    engine: text(canonicalJson(engine)),
  };
}
