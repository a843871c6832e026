import type { Spec } from './spec';
import { SpecError } from './spec-error';

/** Most steps that a run records. */
export const MOST_RECORDS = 4096;
const MOST_LEVELS = 32;
const LEVELS = [0.05, 0.25, 0.5, 0.75, 0.95];

type Given = Pick<Spec['time'], 'dt' | 'steps'> & { record?: unknown; levels?: unknown };

/** Checks which steps are recorded and which quantiles; nothing where none are. */
export function fillRecord({ record, levels, ...time }: Given): Spec['time'] {
  const { steps } = time;
  if (record === undefined) {
    if (levels === undefined) return time;
    throw new SpecError('time.levels', levels, 'time.record too');
  }
  const least = Math.ceil(steps / (MOST_RECORDS - 1));
  const stride = typeof record === 'number' && whole(record) && record >= least;
  if (!stride && !rises(record, MOST_RECORDS, (step) => whole(step) && step >= 0 && step <= steps))
    throw new SpecError(
      'time.record',
      record,
      `a stride, a whole number of at least ${least}, or a list of 1 to ${MOST_RECORDS} rising whole numbers from 0 to time.steps = ${steps}`,
    );
  if (levels !== undefined && !rises(levels, MOST_LEVELS, (level) => level > 0 && level < 1))
    throw new SpecError(
      'time.levels',
      levels,
      `a list of 1 to ${MOST_LEVELS} rising numbers above 0 and below 1`,
    );
  return { ...time, record, levels: levels ?? LEVELS } as Spec['time'];
}

const whole = Number.isSafeInteger;

function rises(list: unknown, most: number, accepts: (item: number) => boolean): boolean {
  return (
    Array.isArray(list) &&
    list.length > 0 &&
    list.length <= most &&
    list.every((item, i) => typeof item === 'number' && accepts(item) && !(item <= list[i - 1]))
  );
}
