import type { Source } from '../source';
import { Optimizer } from './optimizer';

/** x <- x + learningRate * meanDescent(x): the full gradient. Mirrors shaders/optimizer/gd.wgsl. */
export class Gd extends Optimizer {
  step(x: Float64Array, _memory: Float64Array, _source: Source, _i: number, done: number): void {
    const rate = this.learningRate(done);
    this.loss.meanDescent(x, this.slope);
    for (let k = 0; k < x.length; k++) x[k] += rate * this.slope[k];
  }
}
