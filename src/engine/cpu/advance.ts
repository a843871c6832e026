import { BLOCK_STEPS, NEVER } from '../constants';
import type { RunParameters } from '../run-parameters';
import type { Kernel } from './kernel';
import { freeze, isOver, largest } from './point';
import type { ApartRegion, Exit, TogetherRegion } from './region';
import { loadPoint, storePoint } from './state';

/** First passages of particles: the step or NEVER, and where they left: 2 coordinate + (1: above). */
export interface Passages {
  /** Shape: u32[particles]. */
  steps: Uint32Array;
  /** Only of those that left. Shape: u32[particles]. */
  exits: Uint32Array;
}

/**
 * Moves particles `first` to `end` from step `firstStep` to `endStep`. Mirrors
 * shaders/advance.wgsl and advance-loss.wgsl.
 *
 * @param rows  Shape: f64[coordinates, then memory][particles], dimensionless. Changed.
 * @param passages  Changed.
 * @param number  Number of the first particle in the rows.
 */
export function advance(
  run: RunParameters,
  kernel: Kernel,
  rows: Float64Array,
  passages: Passages,
  first: number,
  end: number,
  firstStep: number,
  endStep: number,
  number = 0,
): void {
  const { region } = kernel;
  const steps: Stretch = { first: firstStep, end: endStep };
  const points = pointsOf(run);
  for (let particle = first; particle < end; particle++)
    if (region.together)
      moveTogether(run, kernel, region, rows, passages, particle, steps, number, points);
    else moveApart(run, kernel, region, rows, passages, particle, steps, number, points);
}

interface Stretch {
  first: number;
  end: number;
}

/** Room for one group: its coordinates, and what its optimizer remembers. */
export interface Points {
  x: Float64Array;
  memory: Float64Array;
}

export function pointsOf({ pointSize, memoryRows }: RunParameters): Points {
  return { x: new Float64Array(pointSize), memory: new Float64Array(memoryRows * pointSize) };
}

/** Every group of coordinates through all steps before the next one. */
function moveApart(
  run: RunParameters,
  { source, loss, optimizer }: Kernel,
  region: ApartRegion,
  rows: Float64Array,
  passages: Passages,
  particle: number,
  { first: firstStep, end: endStep }: Stretch,
  number: number,
  { x, memory }: Points,
): void {
  const { reach, reachSteps, coordinateCount, particleCount, pointSize, memoryRows } = run;
  const edge = reach * (1 - Number.EPSILON);
  const known = passages.steps[particle];
  let earliest = known;
  let exit: Exit = { code: 0, size: 0 };
  for (let group = 0; group < coordinateCount / pointSize; group++) {
    const row = group * pointSize;
    const memoryRow = coordinateCount + memoryRows * row;
    let passage = known;
    loss.enter(group);
    region.enter(group);
    loadPoint(rows, row, particleCount, particle, x);
    if (memoryRows > 0) loadPoint(rows, memoryRow, particleCount, particle, memory);
    // A particle at the edge of the range stays there: its steps are over.
    let step = isOver(x, firstStep, reach, reachSteps) ? endStep : firstStep;
    while (step < endStep) {
      const block = Math.floor(step / BLOCK_STEPS);
      const offset = step % BLOCK_STEPS;
      const blockEnd = Math.min(BLOCK_STEPS, endStep - step + offset);
      source.draw(number + particle, block, group, offset, blockEnd);
      for (let i = offset; i < blockEnd; ) {
        // Once it has left only the edge of the range is looked for.
        const left = passage <= step;
        const limit = left || region.radius === null ? edge : region.radius;
        // Beyond the reach every step may be the last.
        const single = largest(x) >= reach || (!left && region.radius === null);
        const stop = single ? i + 1 : blockEnd;
        const next = optimizer.walk(x, memory, source, i, stop, step, limit);
        step += next - i;
        i = next;
        if (step < passage && region.isOutside(x)) {
          passage = step;
          const own = region.exitOf(x);
          if (step < earliest || (step === earliest && own.size > exit.size)) exit = own;
          earliest = Math.min(earliest, step);
        }
        if (isOver(x, step, reach, reachSteps)) {
          freeze(x, reach);
          step = endStep;
          break;
        }
      }
    }
    storePoint(rows, row, particleCount, particle, x);
    if (memoryRows > 0) storePoint(rows, memoryRow, particleCount, particle, memory);
  }
  if (earliest === known) return;
  passages.steps[particle] = earliest;
  passages.exits[particle] = exit.code;
}

/** Every group of coordinates through one block of steps before the next block. */
function moveTogether(
  run: RunParameters,
  kernel: Kernel,
  region: TogetherRegion,
  rows: Float64Array,
  passages: Passages,
  particle: number,
  { first: firstStep, end: endStep }: Stretch,
  number: number,
  points: Points,
): void {
  const { coordinateCount, particleCount, memoryRows } = run;
  const count = coordinateCount * (1 + memoryRows);
  const state = new Float64Array(count);
  for (let row = 0; row < count; row++) state[row] = rows[row * particleCount + particle];
  for (let step = firstStep; step < endStep; ) {
    const blockEnd = Math.min(step - (step % BLOCK_STEPS) + BLOCK_STEPS, endStep);
    const losses = lossesOfBlock(
      run,
      kernel,
      region,
      state,
      number + particle,
      step,
      blockEnd,
      points,
    );
    for (const loss of losses) {
      step++;
      if (passages.steps[particle] !== NEVER || !region.isOff(loss)) continue;
      passages.steps[particle] = step;
      passages.exits[particle] = region.isAbove(loss) ? 1 : 0;
    }
  }
  for (let row = 0; row < count; row++) rows[row * particleCount + particle] = state[row];
}

/**
 * Takes steps of one block in all coordinates.
 * @param state  Shape: f64[coordinates, then memory]. Changed.
 * @param particle  Its number.
 * @returns What the region looks at after each step. Shape: f64[endStep - firstStep].
 */
export function lossesOfBlock(
  run: RunParameters,
  { source, loss, optimizer }: Kernel,
  region: TogetherRegion,
  state: Float64Array,
  particle: number,
  firstStep: number,
  endStep: number,
  { x, memory }: Points,
): Float64Array {
  const { reach, coordinateCount, pointSize, memoryRows } = run;
  const steps = endStep - firstStep;
  const offset = firstStep % BLOCK_STEPS;
  const places = Array.from({ length: steps }, () => new Float64Array(coordinateCount));
  for (let group = 0; group < coordinateCount / pointSize; group++) {
    const row = group * pointSize;
    const memoryRow = coordinateCount + memoryRows * row;
    loss.enter(group);
    loadPoint(state, row, 1, 0, x);
    loadPoint(state, memoryRow, 1, 0, memory);
    source.draw(particle, Math.floor(firstStep / BLOCK_STEPS), group, offset, offset + steps);
    for (let k = 0; k < steps; k++) {
      // A particle at the edge of the range stays there.
      if (largest(x) < reach) optimizer.step(x, memory, source, offset + k, firstStep + k);
      places[k].set(x, row);
    }
    if (largest(x) >= reach) freeze(x, reach);
    storePoint(state, row, 1, 0, x);
    storePoint(state, memoryRow, 1, 0, memory);
  }
  return Float64Array.from(places, region.value);
}
