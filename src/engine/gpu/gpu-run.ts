import type { Spec } from '../../spec/spec';
import { isPlain } from '../plain-run';
import { type RunParameters, runParameters } from '../run-parameters';

/**
 * A run's parameters as the shaders take them: of a plain run, whose learning rate is the same in
 * every step, the rates have it in them (shaders/optimizer/sgd-on-saddle.wgsl).
 */
export function gpuRun(spec: Spec): RunParameters {
  const run = runParameters(spec);
  if (!isPlain(spec)) return run;
  const { learningRate } = run;
  return {
    ...run,
    drift: run.drift.map((drift) => learningRate * drift),
    multiplicative: learningRate * run.multiplicative,
    additive: learningRate * run.additive,
  };
}
