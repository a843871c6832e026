import { AGREEMENT_ALWAYS, AGREEMENT_FAIR, AGREEMENT_NEVER } from '../../constants';
import type { RunParameters } from '../../run-parameters';
import type { Stream } from '../generator/stream';
import type { Noise } from './noise';

/** Means of `batchSize` fair signs, scaled to unit variance. Mirrors shaders/noise/two-point.wgsl. */
export class TwoPointNoise implements Noise {
  xi = 0;
  eta = 0;
  private bits = 0;
  private bitsLeft = 0;
  private readonly scale: number;

  constructor(
    private readonly run: RunParameters,
    private readonly stream: Stream,
  ) {
    this.scale = 1 / Math.sqrt(run.batchSize);
  }

  start(particle: number, block: number, place: number, cell: number): void {
    this.stream.start(particle, block, place, cell);
    this.bitsLeft = 0;
  }

  draw(): void {
    let xi = 0;
    let eta = 0;
    for (let sample = 0; sample < this.run.batchSize; sample++) {
      const sign = this.drawSign();
      xi += sign < 0 ? -1 : 1;
      eta += (sign ^ this.drawDisagreement()) < 0 ? -1 : 1;
    }
    this.xi = xi * this.scale;
    this.eta = eta * this.scale;
  }

  /** A fair sign in the highest bit; the other bits are not cleared. */
  private drawSign(): number {
    if (this.bitsLeft === 0) {
      this.bits = this.stream.nextWord();
      this.bitsLeft = 32;
    }
    const sign = this.bits;
    this.bits = (sign + sign) | 0;
    this.bitsLeft--;
    return sign;
  }

  private drawDisagreement(): number {
    switch (this.run.agreement) {
      case AGREEMENT_NEVER:
        return -0x80000000;
      case AGREEMENT_ALWAYS:
        return 0;
      case AGREEMENT_FAIR:
        return this.drawSign();
      default:
        return this.stream.nextWord() >>> 0 < this.run.agreementThreshold ? 0 : -0x80000000;
    }
  }
}
