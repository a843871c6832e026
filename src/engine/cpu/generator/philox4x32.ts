import { philox4x32 } from '../random';
import type { Stream } from './stream';

/**
 * Philox4x32-10 for every two words, keyed by the Philox words of the position.
 * Mirrors shaders/generator/philox4x32.wgsl.
 */
export class Philox4x32 implements Stream {
  private pairs = 0;
  private readonly seed = new Uint32Array(4);
  private readonly words = new Uint32Array(4);

  constructor(private readonly key: readonly [number, number]) {}

  start(particle: number, block: number, place: number, cell: number): void {
    philox4x32(particle, block, place, cell, this.key[0], this.key[1], this.seed);
    this.pairs = 0;
  }

  fill(words: Int32Array, count: number): void {
    const { seed } = this;
    for (let i = 0; i < count; i += 2) {
      philox4x32(this.pairs++, 0, seed[2], seed[3], seed[0], seed[1], this.words);
      words[i] = this.words[0];
      words[i + 1] = this.words[1];
    }
  }
}
