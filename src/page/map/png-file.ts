import { zlibSync } from 'fflate';
import { crc32 } from '../shared/png-text';

/**
 * A PNG file of pixels as they are, without a canvas.
 *
 * @param colors  RGBA bytes. Shape: u32[height][width].
 * Source: PNG specification, third edition, 5 and 11.2.
 */
export function pngFile(colors: Uint32Array, width: number, height: number): Uint8Array {
  const bytes = new Uint8Array(colors.buffer, colors.byteOffset, colors.byteLength);
  // Each row begins with its filter: 0, none.
  const rows = new Uint8Array(height * (4 * width + 1));
  for (let row = 0; row < height; row++)
    rows.set(bytes.subarray(4 * width * row, 4 * width * (row + 1)), row * (4 * width + 1) + 1);
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  // 8 bits a channel, red, green, blue and alpha.
  header.set([8, 6], 8);
  const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
  const parts = [
    signature,
    chunk('IHDR', header),
    chunk('IDAT', zlibSync(rows)),
    chunk('IEND', new Uint8Array()),
  ];
  const file = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    file.set(part, at);
    at += part.length;
  }
  return file;
}

function chunk(name: string, data: Uint8Array): Uint8Array {
  const result = new Uint8Array(data.length + 12);
  const view = new DataView(result.buffer);
  view.setUint32(0, data.length);
  for (let k = 0; k < 4; k++) result[4 + k] = name.charCodeAt(k);
  result.set(data, 8);
  view.setUint32(data.length + 8, crc32(result.subarray(4, data.length + 8)));
  return result;
}
