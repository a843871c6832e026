import { lossText } from '../../models/registry';
import { dimensionOf, type Spec } from '../../spec/spec';

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

/** With a capital, where a name stands alone. */
export function capital(name: string): string {
  return name[0].toUpperCase() + name.slice(1);
}
