import type { RunParameters } from '../../run-parameters';
import { cosPolynomial } from '../normal';

/**
 * The learning rate falls along half a cosine to 0 after `horizon` steps: (1 + cos(pi u)) / 2 =
 * cos(pi u / 2)^2, u = done / horizon. Mirrors shaders/schedule/cosine.wgsl.
 */
export function cosineRate({ learningRate, horizon }: RunParameters, done: number): number {
  if (done >= horizon) return 0;
  const v = (0.5 * done) / horizon;
  const factor = cosPolynomial(v * v);
  return learningRate * factor * factor;
}
