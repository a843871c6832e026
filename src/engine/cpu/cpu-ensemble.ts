import { histogramEdges } from '../../spec/schema';
import type { Spec } from '../../spec/spec';
import { NEVER } from '../constants';
import type { Counts, Ensemble, EnsembleOptions } from '../engine';
import { type PlaneWindow, planeEdges } from '../plane-window';
import { type RunParameters, rowCount, runParameters } from '../run-parameters';
import { countsFromSlots } from '../slots';
import { advance } from './advance';
import { inSlices } from './breathe';
import { histogram } from './histogram';
import { buildKernel, type Kernel } from './kernel';
import { plane } from './plane';
import { quantiles } from './quantile';

/** A population in float64 on the calling thread. */
export class CpuEnsemble implements Ensemble {
  step = 0;
  readonly run: RunParameters;
  private readonly kernel: Kernel;
  /** Shape: f64[coordinates, then memory][particles]. */
  private readonly rows: Float64Array;
  /** Shape: u32[particles]. */
  private readonly passages: Uint32Array;
  private readonly edges: Float32Array;
  private readonly submitMilliseconds: number;

  constructor(
    readonly spec: Spec,
    options: EnsembleOptions,
  ) {
    this.run = runParameters(spec);
    this.kernel = buildKernel(spec, this.run, options.generator ?? 'sfc32');
    this.submitMilliseconds = options.submitMilliseconds ?? 50;
    const { particleCount, coordinateCount } = this.run;
    this.rows = new Float64Array(particleCount * rowCount(spec));
    this.passages = new Uint32Array(particleCount).fill(NEVER);
    this.edges = histogramEdges(spec.histogram);
    for (let coordinate = 0; coordinate < coordinateCount; coordinate++)
      for (let particle = 0; particle < particleCount; particle++)
        this.rows[coordinate * particleCount + particle] = this.kernel.startPosition(
          this.run,
          particle,
          coordinate,
          this.kernel.stream,
        );
  }

  /** Works through the particles in slices, so that the thread answers messages in between. */
  async advance(target: number): Promise<void> {
    const { particleCount, coordinateCount } = this.run;
    const steps = (target - this.step) * coordinateCount;
    if (steps <= 0) return;
    await inSlices(particleCount, 100_000 / steps, this.submitMilliseconds, (first, end) =>
      advance(this.run, this.kernel, this.rows, this.passages, first, end, this.step, target),
    );
    this.step = target;
  }

  async count(): Promise<Counts> {
    const slots = histogram(
      this.coordinate(this.run.histogramCoordinate),
      this.passages,
      this.edges,
      this.run.histogramAbsolute === 1,
    );
    return countsFromSlots(slots, this.run.binCount, this.step);
  }

  async quantiles(probabilities: readonly number[]): Promise<number[]> {
    return quantiles(Float32Array.from(this.coordinate(this.run.histogramCoordinate)), probabilities);
  }

  async countPlane(window: PlaneWindow): Promise<Uint32Array> {
    const { x, y } = planeEdges(window);
    return plane(this.coordinate(0), this.coordinate(1), x, y);
  }

  async read(particles: number, coordinate = this.run.histogramCoordinate): Promise<Float32Array> {
    return Float32Array.from(this.coordinate(coordinate).subarray(0, particles));
  }

  async readEscapeSteps(particles: number): Promise<Uint32Array> {
    return this.passages.slice(0, particles).map((passage) => (passage === NEVER ? 0 : passage));
  }

  destroy(): void {}

  /** One coordinate of every particle. Shape: f64[particles], a view. */
  private coordinate(coordinate: number): Float64Array {
    const { particleCount } = this.run;
    return this.rows.subarray(coordinate * particleCount, (coordinate + 1) * particleCount);
  }
}
