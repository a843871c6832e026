import { type ColorScale, differenceLimit, RESIDUAL_LIMIT } from './color-scale';
import type { Layer, MapData, ResponseLayer } from './map-data';
import {
  type ContrastScale,
  contrastScale,
  type ResponseScale,
  responseScale,
} from './response-scale';

/** Scales of a map's layers: one for all panels of a kind. */
export interface Scales {
  /** Of differences of shares. */
  limit: number;
  /** Of the response that colours the map; left out where the share does. */
  response?: ResponseScale;
  contrast?: ContrastScale;
}

/** @throws Error where a response is shown that the scales are not of. */
export function scaleOf({ kind }: Layer, scales: Scales): ColorScale {
  switch (kind) {
    case 'probability':
      return { kind };
    case 'difference':
      return { kind, limit: scales.limit };
    case 'residual':
      return { kind, limit: RESIDUAL_LIMIT };
    case 'response':
    case 'contrast': {
      const scale = scales[kind];
      if (!scale) throw new Error(`There is no scale of the layer ${kind}.`);
      return scale;
    }
    default:
      return kind satisfies never;
  }
}

/** @param response  Place of the response that colours the map; null where the share does. */
export function scalesOf(data: MapData, response: number | null): Scales {
  const limit = differenceLimit(largestDifference(data));
  if (response === null) return { limit };
  const measured = data.tallies.responses.size;
  const old = known.get(data);
  if (old?.response === response && old.measured === measured) return { limit, ...old.scales };
  const scales = responseScales(data, response);
  known.set(data, { response, measured, scales });
  return { limit, ...scales };
}

type ResponseScales = Required<Omit<Scales, 'limit'>>;

/** Responses come once and do not change. */
const known = new WeakMap<
  MapData,
  { response: number; measured: number; scales: ResponseScales }
>();

function responseScales(data: MapData, response: number): ResponseScales {
  const asked = data.responses[response];
  return {
    response: responseScale(asked, numbersOfSides(data, 'response', response)),
    contrast: contrastScale(asked, numbersOfSides(data, 'contrast', response)),
  };
}

/** Of all sides, or of A against every other one. */
function* numbersOfSides(
  data: MapData,
  kind: ResponseLayer['kind'],
  response: number,
): Generator<number> {
  for (let side = kind === 'contrast' ? 1 : 0; side < data.sides.length; side++)
    yield* numbersOf(data, { kind, side, response });
}

/** Numbers of a layer in the cells that have one of their own. */
export function* numbersOf(data: MapData, layer: ResponseLayer): Generator<number> {
  for (let cell = 0; cell < data.cells; cell++) {
    if (!data.has(layer, cell) || data.failure(layer, cell) !== undefined) continue;
    const [value] = data.responseValues(layer, cell);
    if (value !== null) yield value;
  }
}

/**
 * Size of the largest difference between side A and another in cells that have counts of their own;
 * 0 where there are none.
 */
export function largestDifference({ tallies, cells, sides }: MapData): number {
  const { particles, escaped, failures } = tallies;
  let largest = 0;
  for (let side = 1; side < sides.length; side++)
    for (let cell = 0; cell < cells; cell++) {
      const size = Math.abs(escaped[0][cell] - escaped[side][cell]) / particles[cell];
      if (!(size > largest)) continue;
      if (failures.size > 0 && [0, side].some((one) => tallies.failure(cell, one) !== undefined))
        continue;
      largest = size;
    }
  return largest;
}
