import { Epochs } from './epochs';

/**
 * Minibatches of a stored set without replacement, sums of integers. Mirrors
 * shaders/noise/dataset.wgsl.
 */
export class DataSetNoise extends Epochs {
  override draw(
    particle: number,
    block: number,
    place: number,
    cell: number,
    first: number,
    end: number,
  ): void {
    if (this.run.batchSize < this.run.sampleCount) {
      super.draw(particle, block, place, cell, first, end);
    } else {
      this.xi.fill(0, first, end);
      this.eta.fill(0, first, end);
    }
  }

  protected take(step: number, place: number): void {
    const { batchSize, samples, xiUnit, etaUnit } = this.run;
    const scale = 1 / Math.sqrt(batchSize);
    let xi = 0;
    let eta = 0;
    for (let i = place; i < place + batchSize; i++) {
      const sample = this.sampleAt(i);
      xi += samples[2 * sample];
      eta += samples[2 * sample + 1];
    }
    this.xi[step] = xi * xiUnit * scale;
    this.eta[step] = eta * etaUnit * scale;
  }
}
