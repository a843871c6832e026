import type { RunParameters } from '../../run-parameters';
import type { Descent } from '../loss/saddle';
import type { Optimizer } from './optimizer';

/** x <- x + learningRate * descent(x) with the full gradient. Mirrors shaders/optimizer/gd.wgsl. */
export class Gd implements Optimizer {
  readonly noisy = false;

  constructor(
    private readonly run: RunParameters,
    private readonly descent: Descent,
  ) {}

  step(x: number, drift: number): number {
    return x + this.run.learningRate * this.descent(this.run, x, drift, 0, 0);
  }
}
