import { lossText, type ScheduleKind, scheduleText } from '../../models/registry';
import { dimensionOf, radiusOf, type Spec } from '../../spec/spec';
import { number } from './format';

const SUBSCRIPTS = '₀₁₂₃₄₅₆₇₈₉';

/** An index as small digits. */
export function subscript(index: number): string {
  return SUBSCRIPTS[index] ?? `[${index}]`;
}

/**
 * A coordinate of a particle as it is written on axes: x, y of a surface, weights of a network,
 * else x or x₀, x₁ ...
 */
export function coordinateName(spec: Spec, coordinate: number): string {
  const { coordinates } = lossText(spec.loss);
  switch (coordinates) {
    case 'xy':
      return 'xy'[coordinate];
    case 'w':
      return `w${subscript(coordinate)}`;
    case 'x':
      return dimensionOf(spec) > 1 ? `x${subscript(coordinate)}` : 'x';
    default:
      return coordinates satisfies never;
  }
}

/** A schedule with its rate: constant h, annealed h / n. */
export function scheduleName(schedule: ScheduleKind): string {
  const { name, rate } = scheduleText({ schedule });
  return `${name || schedule} ${rate}`;
}

/** With a capital, where a name stands alone. */
export function capital(name: string): string {
  return name[0].toUpperCase() + name.slice(1);
}

/** Where a particle has left: |x| > 10, or y < -1 or y > 2, or loss < -5. */
export function outsideWords(spec: Spec, size = '|x|'): string {
  const { escape: left } = spec;
  if (left.region === undefined) return `${size} > ${number(left.radius)}`;
  const name = left.region === 'loss' ? 'loss' : coordinateName(spec, left.coordinate);
  const low = left.low === undefined ? [] : [`${name} < ${number(left.low)}`];
  const high = left.high === undefined ? [] : [`${name} > ${number(left.high)}`];
  return [...low, ...high].join(' or ');
}

/** What a particle leaves, in the middle of a sentence: R = 10, or the region. */
export function regionWord(spec: Spec): string {
  const radius = radiusOf(spec);
  return radius === null ? 'the region' : `R = ${number(radius)}`;
}
