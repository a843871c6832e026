import type { Spec } from '../../spec/spec';
import { NEVER } from '../constants';
import type { GeneratorName } from '../engine';
import { type RunParameters, rowCount } from '../run-parameters';
import { advance } from './advance';
import { buildKernel, type Kernel } from './kernel';
import { regionOf } from './region';

/**
 * Particles `first` to `end` of an ensemble, in memory: float64 by the twin of the shaders, float32
 * by the SIMD kernel.
 */
export interface Population {
  /** First-passage steps, or NEVER. Shape: u32[particles]. */
  readonly passages: Uint32Array;
  /** Where they left, of those that did: 2 coordinate + (1: above). Shape: u32[particles]. */
  readonly exits: Uint32Array;
  /** Particles that are moved together: slices begin and end at multiples. */
  readonly lanes: number;
  /** One coordinate of every particle. A view. */
  coordinate(coordinate: number): Float64Array | Float32Array;
  /** Whether a particle is outside now. Shape of x: [coordinates]. */
  isBeyond(x: ArrayLike<number>): boolean;
  /** Moves the particles of a slice, counted within the population, from a step to another. */
  advance(first: number, end: number, firstStep: number, endStep: number): void;
}

/** Says in float64 whether a particle is outside of a region. Shape of x: [coordinates]. */
export function beyondOf(spec: Spec, run: RunParameters): Population['isBeyond'] {
  const region = regionOf(spec, run);
  return (x) => region.isBeyond(x);
}

export class Float64Population implements Population {
  readonly passages: Uint32Array;
  readonly exits: Uint32Array;
  readonly lanes = 1;
  private readonly kernel: Kernel;
  private readonly run: RunParameters;
  /** Shape: f64[coordinates, then memory][particles]. */
  private readonly rows: Float64Array;

  /** @param run  Of the whole ensemble. */
  constructor(
    spec: Spec,
    run: RunParameters,
    generator: GeneratorName,
    private readonly first: number,
    end: number,
  ) {
    const particles = end - first;
    this.run = { ...run, particleCount: particles };
    this.kernel = buildKernel(spec, this.run, generator);
    this.rows = new Float64Array(particles * rowCount(spec));
    this.passages = new Uint32Array(particles).fill(NEVER);
    this.exits = new Uint32Array(particles);
    for (let coordinate = 0; coordinate < run.coordinateCount; coordinate++)
      for (let particle = 0; particle < particles; particle++)
        this.rows[coordinate * particles + particle] = this.kernel.startPosition(
          run,
          first + particle,
          coordinate,
          this.kernel.stream,
        );
  }

  coordinate(coordinate: number): Float64Array {
    const { particleCount } = this.run;
    return this.rows.subarray(coordinate * particleCount, (coordinate + 1) * particleCount);
  }

  isBeyond(x: ArrayLike<number>): boolean {
    return this.kernel.region.isBeyond(x);
  }

  advance(first: number, end: number, firstStep: number, endStep: number): void {
    advance(
      this.run,
      this.kernel,
      this.rows,
      { steps: this.passages, exits: this.exits },
      first,
      end,
      firstStep,
      endStep,
      this.first,
    );
  }
}
