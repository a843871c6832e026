/** Moments about 0. */
export interface Moments {
  mean: number;
  second: number;
  /** null where it takes too long. */
  fourth: number | null;
}
