import type { ModelText } from '../text';

/** All that is known of a schedule of the learning rate. */
export interface ScheduleModel {
  kind: string;
  simd: string | null;
  theory: 'constant' | 'inverse-time' | null;
}

export type ScheduleText = Pick<ModelText, 'name'>;

export const defineSchedule = <const M extends ScheduleModel>(model: M): M => model;
