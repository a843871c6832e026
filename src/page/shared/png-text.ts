/**
 * Adds a text to a PNG file, where image viewers and `exiftool` find it.
 *
 * @param png      A PNG file.
 * @param keyword  1 to 79 Latin-1 characters.
 * @param text     Latin-1; other characters become "?".
 * Source: PNG specification, third edition, 11.3.3.2 tEXt.
 */
export function withPngText(
  png: Uint8Array,
  keyword: string,
  text: string,
): Uint8Array<ArrayBuffer> {
  const body = latin1(`tEXt${keyword}\0${text}`);
  const chunk = new Uint8Array(body.length + 8);
  const view = new DataView(chunk.buffer);
  view.setUint32(0, body.length - 4);
  chunk.set(body, 4);
  view.setUint32(chunk.length - 4, crc32(body));
  // After the signature (8 bytes) and the header chunk (25 bytes), before the image data.
  const position = 33;
  const result = new Uint8Array(png.length + chunk.length);
  result.set(png.subarray(0, position));
  result.set(chunk, position);
  result.set(png.subarray(position), position + chunk.length);
  return result;
}

function latin1(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => {
    const code = character.codePointAt(0)!;
    return code < 256 ? code : 63;
  });
}

/** CRC-32 of ISO 3309, as PNG wants it. */
export function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}
