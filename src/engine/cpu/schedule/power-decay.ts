import type { RunParameters } from '../../run-parameters';
import { naturalExponential, naturalLog } from '../exponential';

/**
 * Step n, counted from 1, has learning rate learningRate / n^exponent. Mirrors
 * shaders/schedule/power-decay.wgsl.
 */
export function powerDecayRate({ learningRate, exponent }: RunParameters, done: number): number {
  return learningRate * naturalExponential(-exponent * naturalLog(done + 1));
}
