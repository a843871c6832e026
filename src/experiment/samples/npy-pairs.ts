import { visible } from '../../spec/plain-text';
import { SamplesError } from './samples-error';

const MAGIC = '\x93NUMPY';

/** Whether bytes begin as a .npy file does. */
export function isNpy(bytes: Uint8Array): boolean {
  return Array.from(MAGIC, (letter) => letter.charCodeAt(0)).every((byte, i) => bytes[i] === byte);
}

/**
 * Pairs of a .npy file of versions 1 to 3: float64 or float32, little-endian, C order, shape (n, 2).
 * Source: numpy.lib.format, "The .npy format".
 * @throws SamplesError for any other.
 */
export function npyPairs(bytes: Uint8Array, name: string): Float64Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const cut = () => new SamplesError(name, 'is a NumPy file that is cut off; save it again');
  if (bytes.length < 12) throw cut();
  const wide = bytes[6] > 1;
  const start = wide ? 12 : 10;
  const from = start + (wide ? view.getUint32(8, true) : view.getUint16(8, true));
  if (bytes.length < from) throw cut();
  const header = new TextDecoder('latin1').decode(bytes.subarray(start, from));
  const said = (key: string, value: string) =>
    new RegExp(`'${key}'\\s*:\\s*(${value})\\s*[,}]`).exec(header)?.[1];
  const type = said('descr', "'[^']*'|\\[.*\\]")?.replaceAll("'", '') ?? '';
  const size = { '<f8': 8, '<f4': 4 }[type];
  if (!size)
    throw new SamplesError(
      name,
      `has the type ${visible(JSON.stringify(type.slice(0, 40)))}; save it as little-endian float64, pairs.astype("<f8")`,
    );
  if (said('fortran_order', 'True|False') !== 'False')
    throw new SamplesError(name, 'is in Fortran order; save numpy.ascontiguousarray(pairs)');
  const shape = said('shape', '\\([^)]*\\)') ?? '';
  const count = Number(/^\(\s*(\d{1,9})\s*,\s*2\s*,?\s*\)$/.exec(shape)?.[1] ?? Number.NaN);
  if (!Number.isInteger(count))
    throw new SamplesError(
      name,
      `has the shape ${visible(shape.slice(0, 40))}; give (n, 2), a row for each pair`,
    );
  if (bytes.length !== from + 2 * size * count)
    throw new SamplesError(
      name,
      `has ${bytes.length - from} bytes of numbers where its shape ${shape} needs ${2 * size * count}; save it again`,
    );
  return Float64Array.from({ length: 2 * count }, (_, at) =>
    size === 8 ? view.getFloat64(from + 8 * at, true) : view.getFloat32(from + 4 * at, true),
  );
}
