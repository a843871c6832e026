import { BLOCK_STEPS, NEVER } from '../constants';
import type { RunParameters } from '../run-parameters';
import type { Kernel } from './kernel';
import { largest } from './point';

/**
 * Carries replicas `first` to `end` of a run, one by one, from their start to their first passage
 * over the radius or to the last step, and leaves nothing of them but that. Mirrors
 * shaders/escape.wgsl.
 *
 * @returns Step of first passage of each, or NEVER. Shape: u32[end - first].
 */
export function firstPassages(
  run: RunParameters,
  { source, loss, optimizer, startPosition, stream }: Kernel,
  first: number,
  end: number,
  steps: number,
): Uint32Array {
  const { radius, coordinateCount, pointSize, memoryRows } = run;
  const passages = new Uint32Array(end - first);
  const x = new Float64Array(pointSize);
  const memory = new Float64Array(memoryRows * pointSize);
  for (let particle = first; particle < end; particle++) {
    let passage = NEVER;
    for (let group = 0; group < coordinateCount / pointSize; group++) {
      const row = group * pointSize;
      loss.enter(group);
      for (let k = 0; k < pointSize; k++) x[k] = startPosition(run, particle, row + k, stream);
      memory.fill(0);
      // Another coordinate may have got out before: later passages do not count.
      const last = Math.min(steps, passage - 1);
      for (let step = 0; step < last; ) {
        const blockEnd = Math.min(BLOCK_STEPS, last - step);
        source.draw(particle, step / BLOCK_STEPS, group, 0, blockEnd);
        step += optimizer.walk(x, memory, source, 0, blockEnd, step, radius);
        if (largest(x) > radius) {
          passage = step;
          break;
        }
      }
    }
    passages[particle - first] = passage;
  }
  return passages;
}
