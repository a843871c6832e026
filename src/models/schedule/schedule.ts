import type { ModelText } from '../text';

/** All that is known of a schedule of the learning rate. */
export interface ScheduleModel {
  kind: string;
  simd: string | null;
  theory: 'constant' | 'inverse-time' | null;
}

export interface ScheduleText extends Omit<ModelText, 'fields'> {
  /** Learning rate of step n, counted from 1, over that of the spec, as a formula. */
  formula: string;
}

export const defineSchedule = <const M extends ScheduleModel>(model: M): M => model;
