/** A list as NumPy writes it to a .npy file, rows first. */
export interface NpyArray {
  values: Float64Array | Uint32Array | Uint8Array | Int8Array | readonly string[];
  /** Their product is the number of values; an empty shape is a single value. */
  shape: readonly number[];
}

const MAGIC = [0x93, ...new TextEncoder().encode('NUMPY'), 1, 0];
/** Where the values start is a multiple of this. */
const ALIGNMENT = 64;

/**
 * Bytes of a .npy file of version 1.0, little-endian: f8, u4, i1, booleans of bytes 0 and 1, or
 * texts in UTF-32.
 *
 * Source: numpy.lib.format, "The .npy format".
 */
export function toNpy({ values, shape }: NpyArray): Uint8Array {
  const { type, bytes } = encode(values);
  const header = npyHeader(`'${type}'`, shape);
  const file = new Uint8Array(header.length + bytes.length);
  file.set(header);
  file.set(bytes, header.length);
  return file;
}

/**
 * What comes before the values of a .npy file.
 * @param type  As Python writes it: a text in quotes, or a list of the fields of a record.
 */
export function npyHeader(type: string, shape: readonly number[]): Uint8Array {
  // Python writes (), (3,) and (3, 4).
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
  const header = `{'descr': ${type}, 'fortran_order': False, 'shape': ${tuple}, }`;
  const start = Math.ceil((MAGIC.length + 2 + header.length + 1) / ALIGNMENT) * ALIGNMENT;
  const length = start - MAGIC.length - 2;
  const bytes = new Uint8Array(start);
  bytes.set(MAGIC);
  bytes.set([length & 0xff, length >> 8], MAGIC.length);
  bytes.set(new TextEncoder().encode(`${header.padEnd(length - 1)}\n`), MAGIC.length + 2);
  return bytes;
}

function encode(values: NpyArray['values']): { type: string; bytes: Uint8Array } {
  if (values instanceof Uint8Array) return { type: '|b1', bytes: values };
  if (values instanceof Int8Array) return { type: '|i1', bytes: new Uint8Array(values) };
  const float = values instanceof Float64Array;
  if (float || values instanceof Uint32Array) {
    const bytes = new Uint8Array(values.byteLength);
    const view = new DataView(bytes.buffer);
    for (let k = 0; k < values.length; k++)
      if (float) view.setFloat64(8 * k, values[k], true);
      else view.setUint32(4 * k, values[k], true);
    return { type: float ? '<f8' : '<u4', bytes };
  }
  const points = values.map((text) => Array.from(text, (letter) => letter.codePointAt(0)!));
  const width = Math.max(1, ...points.map((text) => text.length));
  const bytes = new Uint8Array(4 * width * points.length);
  const view = new DataView(bytes.buffer);
  for (const [k, text] of points.entries())
    for (const [n, point] of text.entries()) view.setUint32(4 * (k * width + n), point, true);
  return { type: `<U${width}`, bytes };
}
