import { philox4x32 } from '../random';
import type { Stream } from './stream';

/**
 * sfc32 (Doty-Humphrey, PractRand) with all 128 bits of state from Philox4x32-10 of the position.
 * Mirrors shaders/generator/sfc32.wgsl.
 */
export class Sfc32 implements Stream {
  private a = 0;
  private b = 0;
  private c = 0;
  private counter = 0;
  private readonly seed = new Uint32Array(4);

  constructor(private readonly key: readonly [number, number]) {}

  start(particle: number, block: number, place: number, cell: number): void {
    philox4x32(particle, block, place, cell, this.key[0], this.key[1], this.seed);
    this.a = this.seed[0] | 0;
    this.b = this.seed[1] | 0;
    this.c = this.seed[2] | 0;
    this.counter = this.seed[3] | 0;
  }

  nextWord(): number {
    const word = (((this.a + this.b) | 0) + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (((this.c << 21) | (this.c >>> 11)) + word) | 0;
    return word;
  }
}
