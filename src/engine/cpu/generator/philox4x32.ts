import { philox4x32, StreamSeed } from '../random';
import type { Stream } from './stream';

/**
 * Philox4x32-10 for every two words, keyed by the Philox words of the place.
 * Mirrors shaders/generator/philox4x32.wgsl.
 */
export class Philox4x32 implements Stream {
  private block = 0;
  private pairs = 0;
  private readonly seed: StreamSeed;
  private readonly words = new Uint32Array(4);

  constructor(key: readonly [number, number]) {
    this.seed = new StreamSeed(key);
  }

  start(particle: number, block: number, place: number, cell: number): void {
    this.seed.enter(particle, place, cell);
    this.block = block;
    this.pairs = 0;
  }

  fill(words: Int32Array, count: number): void {
    const seed = this.seed.words;
    for (let i = 0; i < count; i += 2) {
      philox4x32(this.pairs++, this.block, seed[2], seed[3], seed[0], seed[1], this.words);
      words[i] = this.words[0];
      words[i + 1] = this.words[1];
    }
  }
}
