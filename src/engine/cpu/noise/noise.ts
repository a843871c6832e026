/**
 * The noise of a block's steps: the interface of this folder. The shaders of shaders/noise/ draw
 * step by step in registers; here a block is drawn at once, the same values in the same order.
 */
export interface Noise {
  /**
   * Multiplicative and additive noise of the block's steps: unit variance, correlation rho. Shape:
   * f64[BLOCK_STEPS].
   */
  readonly xi: Float64Array;
  readonly eta: Float64Array;
  /**
   * Numbers of the samples in the minibatch of each of the block's steps, where the noise tells
   * them; xi is then the step's own number in the block, and eta 0. Shape:
   * i32[BLOCK_STEPS][batchSize].
   */
  readonly batches?: Int32Array;
  /**
   * Draws steps `first` (inclusive) to `end` (exclusive) of a block; the other elements are
   * undefined.
   */
  draw(
    particle: number,
    block: number,
    place: number,
    cell: number,
    first: number,
    end: number,
  ): void;
}
