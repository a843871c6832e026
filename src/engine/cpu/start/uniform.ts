import { PURPOSE_START } from '../../constants';
import type { RunParameters } from '../../run-parameters';
import type { Stream } from '../generator/stream';

const words = new Int32Array(2);

/** startA + startB * uniform on the open unit interval. Mirrors shaders/start/uniform.wgsl. */
export function uniformStart(
  run: RunParameters,
  particle: number,
  coordinate: number,
  stream: Stream,
): number {
  stream.start(particle, 0, PURPOSE_START * 256 + coordinate, run.cell);
  stream.fill(words, 2);
  const u = ((words[0] >>> 9) + 0.5) * 1.1920928955078125e-7;
  return run.startA[coordinate] + run.startB[coordinate] * u;
}
