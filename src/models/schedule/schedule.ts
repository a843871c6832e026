import type { NumberField } from '../field';
import type { ModelText } from '../text';

type NumberFields = Readonly<Record<string, NumberField>>;

/** All that is known of a schedule of the learning rate. */
export interface ScheduleModel<F extends NumberFields = NumberFields> {
  kind: string;
  /** Fields of the optimizer beside its own, while it follows this schedule. */
  fields: F;
  /** Whether its kernel needs exponential.wgsl. */
  exponential: boolean;
  simd: string | null;
  /** Whether every step has the same learning rate. */
  steady: boolean;
  /** Power of the step's number, from 1 on, by which the learning rate decays: h / n^decay. */
  theory: { decay: 0 | 1 } | null;
}

export interface ScheduleText extends Pick<ModelText, 'name' | 'fields'> {
  /** Learning rate of step n, short. */
  rate: string;
}

export const defineSchedule = <const F extends NumberFields>(
  model: ScheduleModel<F>,
): ScheduleModel<F> => model;
