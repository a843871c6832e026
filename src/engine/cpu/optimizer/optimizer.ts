/** One step of a method: the interface of this folder, as of shaders/optimizer/. */
export interface Optimizer {
  /** @returns x after the step. */
  step(x: number, drift: number): number;
}
