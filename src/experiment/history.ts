import type { Ensemble } from '../engine/engine';
import { finiteOrNull } from '../numerics/finite';
import { recordedSteps } from '../spec/recorded-steps';
import { dimensionOf, type Spec } from '../spec/spec';
import { type LossValue, lossValueOf } from '../theory/surfaces/loss-value';
import { CentralMoments } from './central-moments';
import { CONFIDENCE, wilsonInterval } from './interval';

/**
 * What `time.record` asks for, column by column: entry k is of step `steps[k]`. All particles
 * count, those that have left too. Null: not a number of float64, or no formula of the loss.
 */
export interface History {
  /** Recorded so far. */
  steps: number[];
  /** Of the histogram's coordinate, with the mean's standard error; divided by n - 1. */
  mean: (number | null)[];
  /** Standard error of the mean; null for one particle. */
  standardError: (number | null)[];
  /** Of the sample; null for one particle. */
  variance: (number | null)[];
  /** Probabilities of the quantiles. */
  levels: number[];
  /** Exact order statistics of the histogram's coordinate in float32. Shape: [levels][steps]. */
  quantiles: number[][];
  /** First passages by this step, their share, and Wilson's interval. */
  escaped: number[];
  /** Share of the particles, 0 to 1. Shape: [steps]. */
  share: number[];
  /** Lower end of the interval of the share. Shape: [steps]. */
  low: number[];
  /** Upper end of the interval of the share. Shape: [steps]. */
  high: number[];
  /** Of the intervals, 0.95. */
  confidence: number;
  /** Mean over the particles of the loss that they descend on average. */
  meanLoss: (number | null)[];
}

/** Particles that are read at a time. */
const PIECE = 131_072;

/** Writes down an ensemble at the steps that its spec records. */
export class Recorder {
  readonly history: History;
  private steps: readonly number[];
  private readonly loss: LossValue | null;

  private constructor(
    private readonly spec: Spec,
    levels: readonly number[],
  ) {
    this.steps = recordedSteps(spec.time);
    this.loss = lossValueOf(spec);
    const columns = {
      mean: [],
      standardError: [],
      variance: [],
      escaped: [],
      share: [],
      low: [],
      high: [],
    };
    this.history = {
      steps: [],
      ...columns,
      levels: [...levels],
      quantiles: levels.map(() => []),
      confidence: CONFIDENCE,
      meanLoss: [],
    };
  }

  /** @returns null where the spec records nothing. */
  static of(spec: Spec): Recorder | null {
    const { levels } = spec.time;
    return levels === undefined ? null : new Recorder(spec, levels);
  }

  /** The step that is recorded next; infinite where there is none. */
  get next(): number {
    const last = this.history.steps.at(-1) ?? -1;
    return this.steps.find((step) => step > last) ?? Number.POSITIVE_INFINITY;
  }

  /** The run has another last step: what was recorded of the old one goes, where no stride has it. */
  until(steps: number): void {
    this.steps = recordedSteps({ ...this.spec.time, steps });
    const wanted = new Set(this.steps);
    const { levels, confidence, quantiles, ...columns } = this.history;
    const kept = columns.steps.map((step) => wanted.has(step));
    if (!kept.includes(false)) return;
    for (const column of [...quantiles, ...Object.values(columns)] as unknown[][])
      column.splice(0, column.length, ...column.filter((_, k) => kept[k]));
  }

  /** Records the ensemble where its step is the next one. */
  async look(ensemble: Ensemble): Promise<void> {
    if (ensemble.step > this.next) throw new Error('A step to record was passed.');
    if (ensemble.step < this.next) return;
    const { particles } = ensemble.spec.ensemble;
    const { history } = this;
    const { escaped } = await ensemble.count();
    const quantiles = await ensemble.quantiles(history.levels);
    const moments = await this.moments(ensemble);
    const { low, high } = wilsonInterval(escaped, particles);
    // All or nothing: a device may be lost on the way here.
    for (const [k, value] of quantiles.entries()) history.quantiles[k].push(value);
    history.steps.push(ensemble.step);
    history.mean.push(moments.mean);
    history.standardError.push(moments.standardError);
    history.variance.push(moments.variance);
    history.meanLoss.push(moments.loss);
    history.escaped.push(escaped);
    history.share.push(escaped / particles);
    history.low.push(low);
    history.high.push(high);
  }

  /** Sums in float64, in the order of the particles. */
  private async moments(ensemble: Ensemble) {
    const { spec } = ensemble;
    const { particles } = spec.ensemble;
    const dimension = dimensionOf(spec);
    const moments = new CentralMoments();
    let losses = 0;
    for (let first = 0; first < particles; first += PIECE) {
      const count = Math.min(PIECE, particles - first);
      const coordinates: Float32Array[] = [];
      for (let coordinate = 0; coordinate < dimension; coordinate++)
        coordinates.push(await ensemble.read(count, coordinate, first));
      moments.add(Float64Array.from(coordinates[spec.histogram.coordinate]));
      losses += this.lossOf(coordinates);
    }
    return {
      mean: finiteOrNull(moments.mean),
      standardError: finiteOrNull(moments.meanError),
      variance: finiteOrNull(moments.variance),
      loss: finiteOrNull(losses / particles),
    };
  }

  /** Sum over particles; NaN where there is no formula. */
  private lossOf(coordinates: readonly Float32Array[]): number {
    const { loss } = this;
    if (!loss) return Number.NaN;
    const x = new Float64Array(coordinates.length);
    let sum = 0;
    for (let particle = 0; particle < coordinates[0].length; particle++) {
      for (let i = 0; i < x.length; i++) x[i] = coordinates[i][particle];
      sum += loss(x);
    }
    return sum;
  }
}
