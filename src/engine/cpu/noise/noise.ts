/** The noise of one step: the interface of this folder, as of shaders/noise/. */
export interface Noise {
  /** Multiplicative and additive noise of the last draw: unit variance, correlation rho. */
  xi: number;
  eta: number;
  start(particle: number, block: number, place: number, cell: number): void;
  draw(): void;
}
