import { norm } from '../norm';
import type { Source } from '../source';
import { Optimizer } from './optimizer';

/**
 * x <- x + learningRate descent(uphill), uphill = x - ascent slope / |slope|, slope = descent(x)
 * with the same noise; x itself where the slope is 0. Mirrors shaders/optimizer/sam.wgsl.
 */
export class Sam extends Optimizer {
  step(x: Float64Array, _memory: Float64Array, { noise }: Source, i: number, done: number): void {
    const rate = this.learningRate(done);
    const { xi, eta } = noise;
    this.loss.descent(x, xi[i], eta[i], this.slope);
    const size = norm(this.slope);
    const share = size > 0 ? this.run.ascent / size : 0;
    for (let k = 0; k < x.length; k++) this.other[k] = x[k] - share * this.slope[k];
    this.loss.descent(this.other, xi[i], eta[i], this.slope);
    for (let k = 0; k < x.length; k++) x[k] += rate * this.slope[k];
  }
}
