// What is measured, and how a variant is measured.

export const PARTICLES = 2 ** 18;
export const STEPS = 256;
/**
 * Particles of the CPU engine: enough to time, and what the kernels' answers are checked against.
 */
export const CPU_PARTICLES = 2 ** 15;
export const WORKGROUP = 64;
export interface Row {
  variant: string;
  /**
   * Million particle-steps per second in every round, all hardware threads busy; NaN where nothing
   * is stepped.
   */
  rates: number[];
  /** Seconds one dispatch takes in every round, 0 for what is not dispatched. */
  seconds: number[];
}

/** What a variant is measured by; `run` gives the seconds that its `repeats` took. */
export interface Variant {
  row: Row;
  particles: number;
  steps: number;
  repeats: number;
  run(repeats: number): Promise<number>;
}

export interface State {
  positions: Float32Array;
  passages: Uint32Array;
}

export function variant(
  name: string,
  particles: number,
  steps: number,
  run: Variant['run'],
): Variant {
  return { row: { variant: name, rates: [], seconds: [] }, particles, steps, repeats: 1, run };
}
