import type { RunParameters } from '../../run-parameters';

/** Every particle at the same point. Mirrors shaders/start/point.wgsl. */
export function pointStart(run: RunParameters, _particle: number, coordinate: number): number {
  return run.startA[coordinate];
}
