import { histogramEdges } from '../../spec/histogram-edges';
import { type Spec, withEnds } from '../../spec/spec';
import { NEVER } from '../constants';
import type { CountOptions, Counts, Ensemble } from '../engine';
import type { PlaneWindow } from '../plane-window';
import type { RunParameters } from '../run-parameters';
import { countsFromSlots } from '../slots';
import { flushTiny } from './bins';
import { histogram } from './histogram';
import type { Population } from './population';
import { quantiles } from './quantile';
import { inSlices } from './slices';

/** Particle-steps of the first slice. */
const FIRST_SLICE = 100_000;

/** Particles `first` to `end` of an ensemble, on the calling thread. */
export class CpuEnsemble implements Ensemble {
  step = 0;
  private edges: Float32Array;

  constructor(
    public spec: Spec,
    private readonly run: RunParameters,
    private readonly population: Population,
    private readonly submitMilliseconds = 50,
  ) {
    this.edges = histogramEdges(spec.histogram);
  }

  /** Works through the particles in slices, so that the thread answers messages in between. */
  async advance(target: number): Promise<void> {
    const { population } = this;
    const { lanes } = population;
    const steps = (target - this.step) * this.run.coordinateCount * lanes;
    if (steps <= 0) return;
    const vectors = Math.ceil(population.passages.length / lanes);
    await inSlices(vectors, FIRST_SLICE / steps, this.submitMilliseconds, (first, end) =>
      population.advance(lanes * first, lanes * end, this.step, target),
    );
    this.step = target;
  }

  async count({ most }: CountOptions = {}): Promise<Counts> {
    const { length } = this.population.passages.subarray(0, most);
    return countsFromSlots(this.slots(most), this.run.binCount, this.step, length);
  }

  async rebin(ends: { min: number; max: number }): Promise<void> {
    this.spec = withEnds(this.spec, ends);
    this.edges = histogramEdges(this.spec.histogram);
  }

  /** Slots of the histogram of the first `most` particles. Shape: u32[bins + 7]. */
  slots(most?: number): Uint32Array {
    const { population, run } = this;
    const coordinates = Array.from({ length: run.coordinateCount }, (_, i) =>
      population.coordinate(i).subarray(0, most),
    );
    return histogram(
      coordinates[run.histogramCoordinate],
      population.passages,
      this.edges,
      run.histogramAbsolute === 1,
      coordinates,
      (x) => population.isBeyond(x),
      run.underflow,
    );
  }

  async quantiles(
    probabilities: readonly number[],
    { most }: CountOptions = {},
  ): Promise<number[]> {
    return quantiles(
      Float32Array.from(this.population.coordinate(this.run.histogramCoordinate).subarray(0, most)),
      probabilities,
      this.run.underflow,
    );
  }

  async countPlane(window: PlaneWindow, { most }: CountOptions = {}): Promise<Uint32Array> {
    const { planeIn } = await import('./plane');
    return planeIn(this.population, window, this.run.underflow, most);
  }

  async read(
    particles: number,
    coordinate = this.run.histogramCoordinate,
    first = 0,
  ): Promise<Float32Array> {
    const values = this.population.coordinate(coordinate).subarray(first, first + particles);
    // `Float32Array.from` with a function asks an iterator for each value: ten times as long.
    const read = new Float32Array(values.length);
    const { underflow } = this.run;
    for (let k = 0; k < read.length; k++) read[k] = flushTiny(values[k], underflow);
    return read;
  }

  async readEscapeSteps(particles: number): Promise<Uint32Array> {
    return this.population.passages
      .slice(0, particles)
      .map((passage) => (passage === NEVER ? 0 : passage));
  }

  async readExits(particles: number): Promise<Uint32Array> {
    return this.population.exits.slice(0, particles);
  }

  destroy(): void {}
}
