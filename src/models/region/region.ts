import { type Field, type Fields, LARGEST_MAGNITUDE } from '../field';

/** All that is known of a region that particles leave. */
export interface RegionModel<F extends Fields = Fields> {
  kind: string;
  fields: F;
}

export function defineRegion<const F extends Fields, const K extends string>(
  model: RegionModel<F> & { kind: K },
): RegionModel<F> & { kind: K } {
  return model;
}

const END = {
  type: 'number',
  min: -LARGEST_MAGNITUDE,
  max: LARGEST_MAGNITUDE,
  optional: true,
  default: null,
} as const satisfies Field;

/** A particle leaves below `low` and above `high`; an end that is left out is open. */
export const ENDS = { low: END, high: END } as const satisfies Fields;
