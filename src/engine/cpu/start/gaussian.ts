import { PURPOSE_START } from '../../constants';
import type { RunParameters } from '../../run-parameters';
import type { Stream } from '../generator/stream';
import { normalPairs } from '../normal';

const words = new Int32Array(2);
const first = new Float64Array(1);
const second = new Float64Array(1);

/** startA + startB * standard normal. Mirrors shaders/start/gaussian.wgsl. */
export function gaussianStart(
  run: RunParameters,
  particle: number,
  coordinate: number,
  stream: Stream,
): number {
  stream.start(particle, 0, PURPOSE_START * 256 + coordinate, run.cell);
  stream.fill(words, 2);
  normalPairs(words, 0, 1, first, second);
  return run.startA[coordinate] + run.startB[coordinate] * first[0];
}
