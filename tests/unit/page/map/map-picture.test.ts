import { inflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { colorCss } from '../../../../src/page/map/color-scale';
import type { MapData } from '../../../../src/page/map/map-data';
import { type MapPictureOptions, mapSvg } from '../../../../src/page/map/map-picture';
import { pngFile } from '../../../../src/page/map/png-file';
import { markText } from '../../../../src/page/shared/marks';
import { crc32 } from '../../../../src/page/shared/png-text';
import { count, emptyMap } from './any-map';

const LINK = 'https://example.org/map.html#map?v=1&xAxis=noise.sigma,linear,0,3,4&b="<x>"';

function options(data: MapData): MapPictureOptions {
  return {
    data,
    panels: [
      { layer: { kind: 'probability', side: 0 }, title: 'A: SGD', hatch: { halfWidth: 0.01 } },
      { layer: { kind: 'difference', side: 1 }, title: 'A − B', hatch: null },
    ],
    curves: true,
    scales: { limit: 0.5 },
    other: 'B',
    engine: { kind: 'cpu', adapter: 'CPU', fallback: false, version: '1.2.3' },
    link: LINK,
    takeaway: 'A & B differ.',
    colors: { paper: '#ffffff', ink: '#000000', soft: '#444444', line: '#888888' },
  };
}

function counted(columns: number, rows: number): MapData {
  const data = emptyMap(columns, rows);
  for (let cell = 0; cell < data.cells; cell++)
    count(data, cell, 1000, (7 * cell) % 1001, (11 * cell) % 1001);
  return data;
}

/** What an element that was opened must do to be well-formed. */
function expectWellFormed(svg: string): void {
  const open: string[] = [];
  for (const [, closing, name, rest] of svg.matchAll(/<(\/?)([a-zA-Z]+)((?:\s[^<>]*)?)>/g)) {
    if (closing) expect(open.pop()).toBe(name);
    else if (!rest.endsWith('/')) open.push(name);
  }
  expect(open).toEqual([]);
  expect(svg.replace(/<[^<>]*>/g, '').replace(/&#\d+;/g, '')).not.toMatch(/[<>&]/);
}

describe('a picture as SVG', () => {
  test('has a rectangle of its colour for every cell', () => {
    const data = counted(4, 3);
    const svg = mapSvg(options(data));
    expectWellFormed(svg);
    const cells = svg.match(/<g shape-rendering="crispEdges">[\s\S]*?<\/g>/g)!;
    expect(cells).toHaveLength(2);
    const fills = [...cells[0].matchAll(/fill="(#\w+)"/g)].map(([, fill]) => fill);
    const expected = [2, 1, 0].flatMap((j) =>
      [0, 1, 2, 3].map((i) => colorCss({ kind: 'probability' }, ((7 * (4 * j + i)) % 1001) / 1000)),
    );
    expect(fills).toEqual(expected);
    expect(svg).not.toContain('<image');
  });

  test('of many cells embeds a picture of one pixel a cell', () => {
    const svg = mapSvg(options(counted(65, 2)));
    expectWellFormed(svg);
    const [, data] =
      /<image [^>]*image-rendering="pixelated" href="data:image\/png;base64,([^"]+)"/.exec(svg)!;
    const png = Buffer.from(data, 'base64');
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([65, 2]);
  });

  test('carries its link, also where the eye finds it', () => {
    const svg = mapSvg(options(counted(4, 3)));
    const plain = (text: string) =>
      text.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)));
    expect(plain(/<permalink[^>]*>([^<]*)</.exec(svg)![1])).toBe(LINK);
    const visible = [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)]
      .map(([, text]) => plain(text))
      .join('');
    expect(visible.replaceAll(' ', '')).toContain(LINK);
    expect(visible).toContain('A & B differ.');
  });

  test('marks what is hatched, not counted and failed', () => {
    const data = counted(4, 3);
    expect(mapSvg(options(data))).toContain('fill="url(#hatched)"');
    expect(mapSvg(options(data))).not.toContain('fill="url(#dots)"');
    const empty = emptyMap(4, 3);
    empty.tallies.fail(0, 0, 'no such run');
    const svg = mapSvg(options(empty));
    expectWellFormed(svg);
    expect(svg).toContain('fill="url(#dots)"');
    expect(svg).toMatch(/<path d="M[^"]*m0 [^"]*" fill="none" stroke="#000000"/);
  });
});

test('a mark is escaped', () => {
  expect(
    markText(
      { name: 'text', attributes: { class: 'x', title: '"<' }, text: 'a & b' },
      { x: 'fill="red"' },
    ),
  ).toBe('<text fill="red" title="&#34;&#60;">a &#38; b</text>');
});

test('a PNG file holds its pixels, with right checksums', () => {
  const colors = Uint32Array.of(0xff0000ff, 0xff00ff00, 0xffff0000, 0, 0x80ffffff, 0xff000000);
  const png = Buffer.from(pngFile(colors, 3, 2));
  expect(png.subarray(0, 8)).toEqual(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]));
  let data = Buffer.alloc(0);
  for (let at = 8; at < png.length; ) {
    const length = png.readUInt32BE(at);
    const body = png.subarray(at + 4, at + 8 + length);
    expect(png.readUInt32BE(at + 8 + length)).toBe(crc32(body));
    if (body.toString('latin1', 0, 4) === 'IDAT') data = Buffer.concat([data, body.subarray(4)]);
    at += 12 + length;
  }
  const rows = inflateSync(data);
  const bytes = new Uint8Array(colors.buffer);
  expect([...rows]).toEqual([0, ...bytes.subarray(0, 12), 0, ...bytes.subarray(12)]);
});
