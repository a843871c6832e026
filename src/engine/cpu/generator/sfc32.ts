import { blockState, StreamSeed } from '../random';
import type { Stream } from './stream';

/**
 * sfc32 (Doty-Humphrey, PractRand) with all 128 bits of state from `blockState` of the seed.
 * Mirrors shaders/generator/sfc32.wgsl.
 */
export class Sfc32 implements Stream {
  private readonly state = new Int32Array(4);
  private readonly bits = new Uint32Array(this.state.buffer);
  private readonly seed: StreamSeed;

  constructor(key: readonly [number, number]) {
    this.seed = new StreamSeed(key);
  }

  start(particle: number, block: number, place: number, cell: number): void {
    this.seed.enter(particle, place, cell);
    blockState(this.seed.words, block, this.bits);
  }

  fill(words: Int32Array, count: number): void {
    const { state } = this;
    let a = state[0];
    let b = state[1];
    let c = state[2];
    let counter = state[3];
    for (let i = 0; i < count; i++) {
      const word = (((a + b) | 0) + counter) | 0;
      counter = (counter + 1) | 0;
      a = b ^ (b >>> 9);
      b = (c + (c << 3)) | 0;
      c = (((c << 21) | (c >>> 11)) + word) | 0;
      words[i] = word;
    }
    state[0] = a;
    state[1] = b;
    state[2] = c;
    state[3] = counter;
  }
}
