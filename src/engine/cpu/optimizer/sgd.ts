import type { RunParameters } from '../../run-parameters';
import type { Descent } from '../loss/saddle';
import type { Noise } from '../noise/noise';
import type { Optimizer } from './optimizer';

/** x <- x + learningRate * descent(x; noise of this step). Mirrors shaders/optimizer/sgd.wgsl. */
export class Sgd implements Optimizer {
  constructor(
    private readonly run: RunParameters,
    private readonly descent: Descent,
    private readonly noise: Noise,
  ) {}

  step(x: number, drift: number): number {
    this.noise.draw();
    return x + this.run.learningRate * this.descent(this.run, x, drift, this.noise.xi, this.noise.eta);
  }
}
