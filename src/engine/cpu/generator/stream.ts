/** A particle's random words: the interface of this folder, as of shaders/generator/. */
export interface Stream {
  /**
   * Goes to the beginning of the stream at a position (u32 each; `place` is purpose * 256 +
   * coordinate).
   */
  start(particle: number, block: number, place: number, cell: number): void;
  /**
   * Writes the next `count` words, an even number. Many at a time: the state then lives in
   * registers.
   * @param words  Shape: i32[>= count], the bits of the shader's u32.
   */
  fill(words: Int32Array, count: number): void;
}
