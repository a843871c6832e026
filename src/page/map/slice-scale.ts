import { percent } from '../shared/format';
import { quarterTicks, type Tick } from '../shared/scales';
import type { MapData } from './map-data';
import { scalesOf } from './map-scales';
import { responsePlace, responseTicks } from './response-scale';

/** Heights of a slice: those of the colours of the map. */
export interface SliceScale {
  /** Place of the response that is shown; null where the share that escaped is. */
  response: number | null;
  /** Height of a value, 0 to 1. */
  place(value: number): number;
  ticks: Tick[];
}

/** Height in pixels that labels need room in. */
const PIXELS = 190;

export function sliceScale(data: MapData, response: number | null): SliceScale {
  const scale = response === null ? null : scalesOf(data, response).response;
  if (!scale)
    return {
      response: null,
      place: (share) => share,
      ticks: quarterTicks((at) => percent(at, 0)),
    };
  return {
    response,
    place: (value) => Math.min(1, Math.max(0, responsePlace(scale, value))),
    ticks: responseTicks(scale, PIXELS, true),
  };
}
