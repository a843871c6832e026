import {
  dimensionOf,
  isSurface,
  type Loss,
  type Noise,
  type OptimizerKind,
  type Spec,
} from '../../spec/spec';

/** What the kinds of the spec are called in sentences. */
export const OPTIMIZER_NAMES: Record<OptimizerKind, string> = {
  gd: 'gradient descent',
  sgd: 'SGD',
  perturbed: 'perturbed SGD',
  svrg: 'SVRG',
  'heavy-ball': 'heavy ball',
  nesterov: 'Nesterov',
};

/** What a method does, in one line under its name; plain SGD needs none. */
export const OPTIMIZER_HINTS: Partial<Record<OptimizerKind, string>> = {
  gd: 'The full gradient, without any noise.',
  perturbed: 'SGD with a random kick in every step.',
  svrg: 'SGD whose noise is measured against a landmark, taken anew now and then.',
  'heavy-ball': 'SGD that keeps a share β of its last step.',
  nesterov: 'Heavy ball that looks at the slope where the last step would carry it.',
};

export const LOSS_NAMES: Record<Loss['kind'], string> = {
  saddle: 'saddle',
  'relu-saddle': 'ReLU saddle',
  'double-well': 'double well',
  'spike-and-wells': 'spike and wells',
  'linear-network': 'linear network',
};

export const LAW_NAMES: Record<Noise['law'], string> = {
  gaussian: 'Gaussian',
  'two-point': 'coin flips',
  dataset: 'data set',
};

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
  if (isSurface(spec.loss)) return 'xy'[coordinate];
  if (spec.loss.kind === 'linear-network') return `w${subscript(coordinate)}`;
  return dimensionOf(spec) > 1 ? `x${subscript(coordinate)}` : 'x';
}

/** With a capital, where a name stands alone. */
export function capital(name: string): string {
  return name[0].toUpperCase() + name.slice(1);
}
