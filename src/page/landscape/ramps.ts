import { cssColor, rgbOf } from '../shared/dom';

export type Rgb = readonly [number, number, number];

/** Colours from 0 to 1, straight lines between the stops. */
export type Ramp = (at: number) => Rgb;

export function rampOf(stops: readonly Rgb[]): Ramp {
  return (at) => {
    const place = Math.min(1, Math.max(0, at)) * (stops.length - 1);
    const first = Math.min(stops.length - 2, Math.floor(place));
    return mix(stops[first], stops[first + 1], place - first);
  };
}

export function mix(one: Rgb, other: Rgb, share: number): Rgb {
  return [
    one[0] + (other[0] - one[0]) * share,
    one[1] + (other[1] - one[1]) * share,
    one[2] + (other[2] - one[2]) * share,
  ];
}

/** Stops of a ramp of the style sheet: --density-0 and so on. */
export function rampOfTheme(name: 'density' | 'relief', stops: number): Ramp {
  return rampOf(Array.from({ length: stops }, (_, i) => rgbOf(cssColor(`--${name}-${i}`))));
}

export const DENSITY_STOPS = 6;
export const RELIEF_STOPS = 3;

export function cssOf([red, green, blue]: Rgb): string {
  const byte = (value: number) => Math.round(value * 255);
  return `rgb(${byte(red)} ${byte(green)} ${byte(blue)})`;
}
