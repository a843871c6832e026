import { interpolateCividis, interpolatePuOr } from 'd3-scale-chromatic';
import { describe, expect, test } from 'vitest';
import { colorCss, colorIndex, differenceLimit, RGBA } from '../../../../src/page/map/color-scale';
import { CIVIDIS, PURPLE_ORANGE } from '../../../../src/page/map/color-tables';

/** "rgb(1, 2, 3)" as "010203". */
function hexOf(color: string): string {
  return color
    .match(/\d+/g)!
    .map((byte) => Number(byte).toString(16).padStart(2, '0'))
    .join('');
}

describe('tables', () => {
  test.each([
    ['cividis', CIVIDIS, interpolateCividis],
    ['purple and orange', PURPLE_ORANGE, interpolatePuOr],
  ])('%s is that of d3-scale-chromatic', (_, table, interpolate) => {
    expect(table).toHaveLength(6 * 256);
    for (let k = 0; k < 256; k++)
      expect(table.slice(6 * k, 6 * k + 6)).toBe(hexOf(interpolate(k / 255)));
  });

  test('probabilities rise in lightness, so that they are told apart in grey', () => {
    const bytes = new Uint8Array(RGBA.probability.buffer);
    const lightness = (k: number) =>
      0.2126 * bytes[4 * k] + 0.7152 * bytes[4 * k + 1] + 0.0722 * bytes[4 * k + 2];
    for (let k = 8; k < 256; k += 8) expect(lightness(k)).toBeGreaterThan(lightness(k - 8));
  });

  test('bytes of an image are those of the style sheet', () => {
    const bytes = new Uint8Array(RGBA.probability.buffer);
    const css = colorCss({ kind: 'probability' }, 0.25);
    const at = 4 * colorIndex({ kind: 'probability' }, 0.25);
    expect(
      `#${[...bytes.subarray(at, at + 3)].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`,
    ).toBe(css);
    expect(bytes[at + 3]).toBe(255);
  });
});

describe('scales', () => {
  test('probabilities run from dark blue to yellow', () => {
    expect(colorCss({ kind: 'probability' }, 0)).toBe('#002051');
    expect(colorCss({ kind: 'probability' }, 1)).toBe('#fdea45');
  });

  test('no difference is nearly white, A escaping more is orange, and what is beyond has the colour of the end', () => {
    const scale = { kind: 'difference', limit: 0.2 } as const;
    const [red, green, blue] = [1, 3, 5].map((k) =>
      Number.parseInt(colorCss(scale, 0).slice(k, k + 2), 16),
    );
    expect(Math.min(red, green, blue)).toBeGreaterThan(225);
    const orange = colorCss(scale, 0.1);
    expect(Number.parseInt(orange.slice(1, 3), 16)).toBeGreaterThan(
      Number.parseInt(orange.slice(5, 7), 16) + 60,
    );
    expect(colorIndex(scale, 0.2)).toBe(255);
    expect(colorIndex(scale, 0.9)).toBe(255);
    expect(colorIndex(scale, -0.2)).toBe(0);
    expect(colorIndex(scale, -0.9)).toBe(0);
  });

  test.each([
    [0, 0.1],
    [0.1, 0.1],
    [0.1001, 0.2],
    [0.35, 0.5],
    [0.51, 1],
    [1, 1],
  ])('a largest difference of %f has the limit %f', (largest, limit) => {
    expect(differenceLimit(largest)).toBe(limit);
  });
});
