import type { RunParameters } from '../../run-parameters';
import { exponentialLessOne, naturalExponential } from '../exponential';
import type { Stream } from '../generator/stream';
import { cosPolynomial, minusTwoLog, roundedInteger, sinPolynomial } from '../normal';
import { SummedNoise } from './summed';

/**
 * Means of numbers of Student's t law, by Bailey (1994). Mirrors shaders/noise/student-t.wgsl.
 */
export class StudentTNoise extends SummedNoise {
  constructor(run: RunParameters, stream: Stream) {
    super(run, stream, 1);
  }

  protected sample(radiusWord: number, angleWord: number): void {
    const nu = this.run.shape;
    const y = minusTwoLog(roundedInteger(radiusWord)) / nu;
    const radius = Math.sqrt(-nu * exponentialLessOne(-y)) * naturalExponential(0.5 * y);
    const v = Math.fround(angleWord) * 2.3283064365386963e-10;
    const w = v * v;
    const cosine = cosPolynomial(w);
    this.first = radius * (radiusWord < 0 ? -cosine : cosine);
    this.second = radius * v * sinPolynomial(w);
  }
}
