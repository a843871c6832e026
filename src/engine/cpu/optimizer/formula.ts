import { OftenRun } from '../../../formula/often-run';
import {
  FIRST_MEMORY,
  FIRST_STEP_PARAMETER,
  STEP_SLOT_COUNT,
  STEP_SLOTS,
  stepPrograms,
} from '../../../formula/step-formula';
import { stepFormulaOf } from '../../../spec/formula-of';
import type { Spec } from '../../../spec/spec';
import type { RunParameters } from '../../run-parameters';
import type { Loss } from '../loss/loss';
import type { Schedule } from '../schedule/schedule';
import type { Source } from '../source';
import { Optimizer } from './optimizer';

/** Steps whose steady part is kept: a power of two. A particle is taken through many in a row. */
const KEPT_STEPS = 4096;

/**
 * Memory and step of one's own in every coordinate, of the slope that descent(x) is the negative
 * of: x <- x - learningRate * step. Mirrors shaders/optimizer/formula.wgsl.
 */
export class FormulaMethod extends Optimizer {
  private readonly each: OftenRun;
  private readonly steady: OftenRun;
  private readonly rows: number;
  /** Steps done before those that are kept, each in the place of its lowest bits. -1: none. */
  private readonly kept = new Int32Array(KEPT_STEPS).fill(-1);
  /** What is steady in the kept steps. Shape: [KEPT_STEPS][steady nodes]. */
  private readonly given: Float64Array;

  constructor(run: RunParameters, loss: Loss, schedule: Schedule, spec: Spec) {
    super(run, loss, schedule);
    const text = stepFormulaOf(spec);
    if (!text) throw new Error(`The optimizer ${spec.optimizer.kind} is no formula.`);
    const { steady, each } = stepPrograms(text);
    this.steady = new OftenRun(steady);
    this.each = new OftenRun(each);
    for (const { variables } of [this.steady, this.each])
      variables.set(run.methodParameters, FIRST_STEP_PARAMETER);
    this.rows = text.memory.length;
    this.given = new Float64Array(KEPT_STEPS * steady.count);
  }

  step(x: Float64Array, memory: Float64Array, { noise }: Source, i: number, done: number): void {
    const { rows, each } = this;
    const { variables } = each;
    const rate = this.learningRate(done);
    this.loss.descent(x, noise.xi[i], noise.eta[i], this.slope);
    const size = x.length;
    variables[STEP_SLOTS.h] = rate;
    variables[STEP_SLOTS.n] = done + 1;
    this.give(rate, done);
    for (let k = 0; k < size; k++) {
      variables[STEP_SLOTS.x] = x[k];
      variables[STEP_SLOTS.g] = -this.slope[k];
      for (let row = 0; row < rows; row++) variables[FIRST_MEMORY + row] = memory[row * size + k];
      each.run();
      for (let row = 0; row < rows; row++) memory[row * size + k] = each.result(row);
      x[k] -= rate * each.result(rows);
    }
  }

  /** Sets what is steady in this step, which particle after particle comes to. */
  private give(rate: number, done: number): void {
    const { steady, each } = this;
    const { count } = steady;
    const place = done & (KEPT_STEPS - 1);
    const from = place * count;
    if (this.kept[place] !== done) {
      this.kept[place] = done;
      steady.variables[STEP_SLOTS.h] = rate;
      steady.variables[STEP_SLOTS.n] = done + 1;
      steady.run();
      for (let node = 0; node < count; node++) this.given[from + node] = steady.result(node);
    }
    for (let node = 0; node < count; node++)
      each.variables[STEP_SLOT_COUNT + node] = this.given[from + node];
  }
}
