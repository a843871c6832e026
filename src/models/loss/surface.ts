import type { Refusal } from '../refusal';
import type { Parts } from './loss';

/** Properties of every surface of two coordinates that a random translation shakes. */
export const SURFACE = {
  fields: {},
  noise: 'shake',
  moves: 'together',
  slopes: 'smooth',
  additive: false,
  dimension: () => 2,
  slope: () => 0,
} as const;

export const SURFACE_TEXT = {
  fields: {},
  coordinates: 'xy',
  choices: null,
  labels: { push: '', sigma: '' },
} as const;

/** Defaults of every surface. */
export const SURFACE_DEFAULTS = {
  sigma: 0,
  tau: 0,
  axis: 'linear',
  linearRange: { min: -4, max: 4 },
} as const;

/** A surface has no xi and eta: a translation shakes it. */
export function surfaceRefuses({ loss, noise, optimizer }: Parts): Refusal | null {
  for (const name of ['sigma', 'tau', 'rho'] as const)
    if (noise[name] !== 0)
      return {
        path: `noise.${name}`,
        found: noise[name],
        accepted: `0 with the loss ${loss.kind}, whose only noise is noise.shake`,
      };
  if (noise.law === 'dataset')
    return {
      path: 'noise.law',
      found: noise.law,
      accepted: `"gaussian" or "two-point" with the loss ${loss.kind}: its shakes are drawn afresh in every step`,
    };
  if (optimizer.batchSize !== 1)
    return {
      path: 'optimizer.batchSize',
      found: optimizer.batchSize,
      accepted: `1 with the loss ${loss.kind}: a step looks at one position of the surface`,
    };
  return null;
}
