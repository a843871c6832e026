import type { Program } from '../../../formula/program';
import {
  FIRST_MEMORY,
  FIRST_STEP_PARAMETER,
  STEP_SLOTS,
  stepProgram,
} from '../../../formula/step-formula';
import { stepFormulaOf } from '../../../spec/formula-of';
import type { Spec } from '../../../spec/spec';
import type { RunParameters } from '../../run-parameters';
import type { Loss } from '../loss/loss';
import type { Schedule } from '../schedule/schedule';
import type { Source } from '../source';
import { Optimizer } from './optimizer';

/**
 * Memory and step of one's own in every coordinate, of the slope that descent(x) is the negative
 * of: x <- x - learningRate * step. Mirrors shaders/optimizer/formula.wgsl.
 */
export class FormulaMethod extends Optimizer {
  private readonly program: Program;
  private readonly variables: Float64Array;
  private readonly rows: number;

  constructor(run: RunParameters, loss: Loss, schedule: Schedule, spec: Spec) {
    super(run, loss, schedule);
    const text = stepFormulaOf(spec);
    if (!text) throw new Error(`The optimizer ${spec.optimizer.kind} is no formula.`);
    this.program = stepProgram(text);
    this.variables = this.program.variables;
    this.variables.set(run.methodParameters, FIRST_STEP_PARAMETER);
    this.rows = text.memory.length;
  }

  step(x: Float64Array, memory: Float64Array, { noise }: Source, i: number, done: number): void {
    const { program, variables, rows } = this;
    const rate = this.learningRate(done);
    this.loss.descent(x, noise.xi[i], noise.eta[i], this.slope);
    const size = x.length;
    variables[STEP_SLOTS.h] = rate;
    variables[STEP_SLOTS.n] = done + 1;
    for (let k = 0; k < size; k++) {
      variables[STEP_SLOTS.x] = x[k];
      variables[STEP_SLOTS.g] = -this.slope[k];
      for (let row = 0; row < rows; row++) variables[FIRST_MEMORY + row] = memory[row * size + k];
      program.run();
      for (let row = 0; row < rows; row++) memory[row * size + k] = program.result(row);
      x[k] -= rate * program.result(rows);
    }
  }
}
