import type { RunParameters } from '../../run-parameters';

/**
 * Learning rate of the step that comes after `done` steps: the interface of this folder, as of
 * shaders/schedule/.
 */
export type Schedule = (run: RunParameters, done: number) => number;
