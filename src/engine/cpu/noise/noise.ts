/** The noise of a block's steps: the interface of this folder, as of shaders/noise/. */
export interface Noise {
  /** Multiplicative and additive noise of the last draw: unit variance, correlation rho. */
  xi: number;
  eta: number;
  /** Goes to the beginning of a block. */
  start(particle: number, block: number, place: number, cell: number): void;
  /** Passes over the first steps of the block. */
  skip(steps: number): void;
  /** Called at a step that is the first after a start or skip, or the first of a stride. */
  refill(step: number): void;
  draw(): void;
}
