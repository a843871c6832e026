import { STRIDE_STEPS } from '../../constants';
import type { RunParameters } from '../../run-parameters';
import type { Stream } from '../generator/stream';
import type { Noise } from './noise';

/** One fair sign each for xi and eta, two bits a step, 16 steps a word. Mirrors shaders/noise/two-point.wgsl. */
export class TwoPointNoise implements Noise {
  xi = 0;
  eta = 0;
  private bits = 0;

  constructor(
    private readonly run: RunParameters,
    private readonly stream: Stream,
  ) {}

  start(particle: number, block: number, place: number, cell: number): void {
    this.stream.start(particle, block, place, cell);
  }

  skip(steps: number): void {
    for (let step = 0; step < steps; step += STRIDE_STEPS) this.refill(step);
    this.bits <<= (2 * steps) % 32;
  }

  refill(step: number): void {
    if (step % STRIDE_STEPS === 0) this.bits = this.stream.nextWord();
  }

  draw(): void {
    const { follow, fair, flip } = this.run;
    const own = (this.bits + this.bits) | 0;
    const eta = (this.bits & follow) ^ (own & fair) ^ flip;
    this.xi = this.bits < 0 ? -1 : 1;
    this.eta = eta < 0 ? -1 : 1;
    this.bits = (own + own) | 0;
  }
}
