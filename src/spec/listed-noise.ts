import { type Noise, numberAt, type Spec } from './spec';

/** Noise whose scales are numbers. */
export type NoiseOfOne = Noise & Record<'sigma' | 'tau' | 'rho', number>;

/** The noise that a coordinate has. */
export function noiseAt(noise: Noise, coordinate: number): NoiseOfOne {
  const { sigma, tau, rho } = noise;
  return {
    ...noise,
    sigma: numberAt(sigma, coordinate),
    tau: numberAt(tau, coordinate),
    rho: numberAt(rho, coordinate),
  };
}

/**
 * The spec with the noise of one coordinate for all: that coordinate, a chain of its own, is the
 * same in both.
 */
export function withNoiseAt(spec: Spec, coordinate: number): Spec {
  return { ...spec, noise: noiseAt(spec.noise, coordinate) };
}
