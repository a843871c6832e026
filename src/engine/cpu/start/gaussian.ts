import { PURPOSE_START } from '../../constants';
import type { RunParameters } from '../../run-parameters';
import type { Stream } from '../generator/stream';
import { normalPair } from '../normal';

const pair = { first: 0, second: 0 };

/** startA + startB * standard normal. Mirrors shaders/start/gaussian.wgsl. */
export function gaussianStart(run: RunParameters, particle: number, coordinate: number, stream: Stream): number {
  stream.start(particle, 0, PURPOSE_START * 256 + coordinate, run.cell);
  const radiusWord = stream.nextWord();
  normalPair(radiusWord, stream.nextWord(), pair);
  return run.startA[coordinate] + run.startB[coordinate] * pair.first;
}
