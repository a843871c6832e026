import type { ModelText } from '../text';

/** All that is known of a schedule of the learning rate. */
export interface ScheduleModel {
  kind: string;
  simd: string | null;
  /** Whether every step has the same learning rate. */
  steady: boolean;
  /** Power of the step's number, from 1 on, by which the learning rate decays: h / n^decay. */
  theory: { decay: 0 | 1 } | null;
}

export type ScheduleText = Pick<ModelText, 'name'>;

export const defineSchedule = <const M extends ScheduleModel>(model: M): M => model;
