import type { Source } from '../source';
import { Optimizer } from './optimizer';

/**
 * x <- x + learningRate * [descent(x; noise) - descent(landmark; same noise) +
 * meanDescent(landmark)], the landmark x at the beginning of every epoch. Mirrors
 * shaders/optimizer/svrg.wgsl.
 */
export class Svrg extends Optimizer {
  step(x: Float64Array, landmark: Float64Array, { noise }: Source, i: number, done: number): void {
    const rate = this.learningRate(done);
    if (done % this.run.epochLength === 0) landmark.set(x);
    this.loss.descentDifference(x, landmark, noise.xi[i], noise.eta[i], this.slope);
    this.loss.meanDescent(landmark, this.other);
    for (let k = 0; k < x.length; k++) x[k] += rate * (this.slope[k] + this.other[k]);
  }
}
