import type { RunParameters } from '../../run-parameters';
import type { Loss } from '../loss/loss';
import { largest } from '../point';
import type { Schedule } from '../schedule/schedule';
import type { Source } from '../source';

/** One step of a method: the interface of this folder, as of shaders/optimizer/. */
export abstract class Optimizer {
  /** The slope that a step takes. Shape: f64[pointSize]. */
  protected readonly slope: Float64Array;
  /** Room for methods that look at a second place. Shape: f64[pointSize]. */
  protected readonly other: Float64Array;

  constructor(
    protected readonly run: RunParameters,
    protected readonly loss: Loss,
    private readonly schedule: Schedule,
  ) {
    this.slope = new Float64Array(run.pointSize);
    this.other = new Float64Array(run.pointSize);
  }

  /**
   * Takes the step that comes after `done` steps.
   * @param x       Point of the particle. Shape: f64[pointSize]. Changed.
   * @param memory  What the method remembers of the way, 0 at the start; row by row. Shape:
   * f64[memoryRows * pointSize]. Changed.
   * @param i       Place of the step's randomness in the source's block.
   */
  abstract step(
    x: Float64Array,
    memory: Float64Array,
    source: Source,
    i: number,
    done: number,
  ): void;

  /**
   * Takes steps until the block's end or until the point is farther out than `limit` in some
   * coordinate.
   * @param first, end  Places of the steps' randomness in the source's block.
   * @param done  Steps done before the first.
   * @returns The place after the last step taken.
   */
  walk(
    x: Float64Array,
    memory: Float64Array,
    source: Source,
    first: number,
    end: number,
    done: number,
    limit: number,
  ): number {
    for (let i = first; i < end; i++) {
      this.step(x, memory, source, i, done + i - first);
      if (largest(x) > limit) return i + 1;
    }
    return end;
  }

  protected learningRate(done: number): number {
    return this.schedule(this.run, done);
  }
}
