/** One step of a method: the interface of this folder, as of shaders/optimizer/. */
export interface Optimizer {
  /** Whether steps look at the noise at all. */
  readonly noisy: boolean;
  /** @returns x after a step with the noise (xi, eta). */
  step(x: number, drift: number, xi: number, eta: number): number;
}
