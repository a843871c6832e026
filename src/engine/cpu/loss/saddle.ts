import type { RunParameters } from '../../run-parameters';

/** Minus the noisy slope of f = -(a + xi) x^2 / 2 - eta x, per step. Mirrors shaders/loss/saddle.wgsl. */
export function saddleDescent(run: RunParameters, x: number, drift: number, xi: number, eta: number): number {
  return (drift + run.multiplicative * xi) * x + run.additive * eta;
}

export type Descent = typeof saddleDescent;
