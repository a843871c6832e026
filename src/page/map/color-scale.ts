import { CIVIDIS, PURPLE_ORANGE } from './color-tables';
import { type ContrastScale, type ResponseScale, responsePlace } from './response-scale';

/**
 * Colours of a map, the same on every side, in light and in dark. Those of probabilities are
 * locked: the same value has the same colour in every map.
 */
export type ColorScale =
  /** 0 to 1. */
  | { kind: 'probability' }
  /** -limit to limit; what is beyond has the colour of the end. */
  | { kind: 'difference'; limit: number }
  /** The same in standard errors. */
  | { kind: 'residual'; limit: number }
  | ResponseScale
  | ContrastScale;

/** Standard errors at the ends of the scale of residuals. */
export const RESIDUAL_LIMIT = 4;

const COLORS = 256;

const TABLES: Record<ColorScale['kind'], string> = {
  probability: CIVIDIS,
  difference: PURPLE_ORANGE,
  residual: PURPLE_ORANGE,
  response: CIVIDIS,
  contrast: PURPLE_ORANGE,
};

/**
 * RGBA bytes of the 256 colours as an ImageData holds them. Shape: u32[256], the red byte first in
 * memory.
 */
export const RGBA: Record<ColorScale['kind'], Uint32Array> = {
  probability: rgbaOf(CIVIDIS),
  difference: rgbaOf(PURPLE_ORANGE),
  residual: rgbaOf(PURPLE_ORANGE),
  response: rgbaOf(CIVIDIS),
  contrast: rgbaOf(PURPLE_ORANGE),
};

/** Which of the 256 colours a value has. */
export function colorIndex(scale: ColorScale, value: number): number {
  const share = placeOf(scale, value);
  return share <= 0 ? 0 : share >= 1 ? COLORS - 1 : Math.floor(share * (COLORS - 1) + 0.5);
}

/** Where a value lies between the two ends of the colours, 0 to 1; outside for what is beyond. */
function placeOf(scale: ColorScale, value: number): number {
  switch (scale.kind) {
    case 'probability':
      return value;
    case 'difference':
    case 'residual':
      return (value / scale.limit + 1) / 2;
    case 'response':
    case 'contrast':
      return responsePlace(scale, value);
    default:
      return scale satisfies never;
  }
}

/** A value's colour as "#rrggbb". */
export function colorCss(scale: ColorScale, value: number): string {
  return colorAt(scale, colorIndex(scale, value));
}

/** One of the 256 colours of a scale as "#rrggbb". */
export function colorAt({ kind }: ColorScale, index: number): string {
  return `#${TABLES[kind].slice(6 * index, 6 * index + 6)}`;
}

/**
 * The limit of a scale of differences: the first of 0.1, 0.2, 0.5 and 1 that is not below the
 * largest size of one.
 */
export function differenceLimit(largest: number): number {
  return [0.1, 0.2, 0.5].find((limit) => largest <= limit) ?? 1;
}

function rgbaOf(table: string): Uint32Array {
  const bytes = new Uint8Array(4 * COLORS);
  for (let k = 0; k < COLORS; k++) {
    for (let channel = 0; channel < 3; channel++) {
      const at = 6 * k + 2 * channel;
      bytes[4 * k + channel] = Number.parseInt(table.slice(at, at + 2), 16);
    }
    bytes[4 * k + 3] = 255;
  }
  return new Uint32Array(bytes.buffer);
}
