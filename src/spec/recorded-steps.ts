import type { Spec } from './spec';

/**
 * Steps that a run records, in their order: those of the list, or 0 and every stride after it, and
 * the last step. None where nothing is recorded.
 */
export function recordedSteps({ record, steps }: Spec['time']): readonly number[] {
  if (typeof record !== 'number') return record ?? [];
  const whole = Math.ceil(steps / record);
  return Array.from({ length: whole + 1 }, (_, k) => Math.min(k * record, steps));
}
