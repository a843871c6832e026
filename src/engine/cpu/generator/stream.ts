/** A particle's random words: the interface of this folder, as of shaders/generator/. */
export interface Stream {
  /** Goes to the beginning of the stream at a position (u32 each; `place` is purpose * 256 + coordinate). */
  start(particle: number, block: number, place: number, cell: number): void;
  /** The next word, as a signed 32-bit integer (same bits as the u32 of the shader). */
  nextWord(): number;
}
