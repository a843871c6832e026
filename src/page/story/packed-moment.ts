import type { FigureMoment } from './moment';

const ARRAYS = { Uint32Array, Float32Array, Float64Array };

/** A moment as text, with its arrays. */
export function packed(moment: FigureMoment): string {
  return JSON.stringify(moment, (_, value) => {
    if (!ArrayBuffer.isView(value)) return value;
    const { name } = value.constructor;
    return { array: name, values: Array.from(value as Float64Array) };
  });
}

/** The inverse of `packed`. */
export function unpacked(text: string): FigureMoment {
  return JSON.parse(text, (_, value) => {
    const array = ARRAYS[value?.array as keyof typeof ARRAYS];
    return array ? array.from(value.values) : value;
  });
}
