/** All that is known of a schedule of the learning rate. */
export interface ScheduleModel {
  kind: string;
  /** Behind the name of a method; empty where it needs none. */
  name: string;
  hint: string;
  /** Learning rate of step n, counted from 1, over that of the spec, as a formula. */
  formula: string;
  source: string;
  simd: string | null;
  theory: 'constant' | 'inverse-time' | null;
}

export const defineSchedule = <const M extends ScheduleModel>(model: M): M => model;
