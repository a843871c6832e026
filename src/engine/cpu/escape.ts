import { BLOCK_STEPS, NEVER } from '../constants';
import type { RunParameters } from '../run-parameters';
import { lossesOfBlock, type Points, pointsOf } from './advance';
import type { Kernel } from './kernel';
import { largest } from './point';
import type { ApartRegion, TogetherRegion } from './region';

/**
 * Carries replicas `first` to `end` of a run, one by one, from their start to their first passage
 * or to the last step, and leaves nothing of them but that. Mirrors shaders/escape.wgsl and
 * escape-loss.wgsl.
 *
 * @returns Step of first passage of each, or NEVER. Shape: u32[end - first].
 */
export function firstPassages(
  run: RunParameters,
  kernel: Kernel,
  first: number,
  end: number,
  steps: number,
): Uint32Array {
  const { region } = kernel;
  const points = pointsOf(run);
  return Uint32Array.from({ length: end - first }, (_, i) =>
    region.together
      ? passageTogether(run, kernel, region, first + i, steps, points)
      : passageApart(run, kernel, region, first + i, steps, points),
  );
}

function passageApart(
  run: RunParameters,
  { source, loss, optimizer, startPosition, stream }: Kernel,
  region: ApartRegion,
  particle: number,
  steps: number,
  { x, memory }: Points,
): number {
  const { reach, coordinateCount, pointSize } = run;
  let passage = NEVER;
  for (let group = 0; group < coordinateCount / pointSize; group++) {
    const row = group * pointSize;
    loss.enter(group);
    region.enter(group);
    for (let k = 0; k < pointSize; k++) x[k] = startPosition(run, particle, row + k, stream);
    memory.fill(0);
    // Another coordinate may have got out before: later passages do not count.
    const last = Math.min(steps, passage - 1);
    // A particle at the edge of the range stays there.
    for (let step = 0; step < last && largest(x) < reach; ) {
      const blockEnd = Math.min(BLOCK_STEPS, last - step);
      source.draw(particle, step / BLOCK_STEPS, group, 0, blockEnd);
      for (let i = 0; i < blockEnd && passage > step && largest(x) < reach; ) {
        const stop = region.radius === null ? i + 1 : blockEnd;
        const next = optimizer.walk(x, memory, source, i, stop, step, region.radius ?? reach);
        step += next - i;
        i = next;
        if (region.isOutside(x)) passage = step;
      }
      if (passage <= step) break;
    }
  }
  return passage;
}

function passageTogether(
  run: RunParameters,
  kernel: Kernel,
  region: TogetherRegion,
  particle: number,
  steps: number,
  points: Points,
): number {
  const { coordinateCount, memoryRows } = run;
  const state = new Float64Array(coordinateCount * (1 + memoryRows));
  for (let i = 0; i < coordinateCount; i++)
    state[i] = kernel.startPosition(run, particle, i, kernel.stream);
  for (let step = 0; step < steps; step += BLOCK_STEPS) {
    const end = Math.min(steps, step + BLOCK_STEPS);
    const losses = lossesOfBlock(run, kernel, region, state, particle, step, end, points);
    const at = losses.findIndex(region.isOff);
    if (at >= 0) return step + at + 1;
  }
  return NEVER;
}
