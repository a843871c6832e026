import type { RunParameters } from '../../run-parameters';
import type { Descent } from '../loss/saddle';
import type { Optimizer } from './optimizer';

/** x <- x + learningRate * descent(x; noise of this step). Mirrors shaders/optimizer/sgd.wgsl. */
export class Sgd implements Optimizer {
  readonly noisy = true;

  constructor(
    private readonly run: RunParameters,
    private readonly descent: Descent,
  ) {}

  step(x: number, drift: number, xi: number, eta: number): number {
    return x + this.run.learningRate * this.descent(this.run, x, drift, xi, eta);
  }
}
