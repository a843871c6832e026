import type { Tuning } from './engine';

const SHIFTS: readonly unknown[] = ['native', 'by-float'] satisfies Tuning['shift'][];
const LANES: readonly unknown[] = [1, 2] satisfies Tuning['lanes'][];

/** A tuning that was kept; null where it is none of this version, and has to be found again. */
export function readTuning(kept: unknown): Tuning | null {
  const { workgroupSize, shift, lanes } = (kept ?? {}) as Partial<Tuning>;
  const known =
    Number.isInteger(workgroupSize) &&
    workgroupSize! >= 1 &&
    workgroupSize! <= MOST_INVOCATIONS &&
    SHIFTS.includes(shift) &&
    LANES.includes(lanes);
  return known ? (kept as Tuning) : null;
}

/** Every device of WebGPU takes workgroups of as many invocations. */
const MOST_INVOCATIONS = 256;
