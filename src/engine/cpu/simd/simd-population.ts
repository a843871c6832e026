import type { Spec } from '../../../spec/spec';
import { NEVER } from '../../constants';
import type { RunParameters } from '../../run-parameters';
import type { Population } from '../population';
import { HAS_ALL } from './has-all';
import { endsOf, LANES, SimdKernel, type SimdKernels } from './simd-kernel';

/** A population in the memory of a WebAssembly module, in float32. */
export class SimdPopulation implements Population {
  readonly lanes = LANES;

  private constructor(
    private readonly kernel: SimdKernel,
    private readonly first: number,
    private readonly particles: number,
    private readonly ends: ReturnType<typeof endsOf>,
  ) {}

  /** @param run  Of the whole ensemble. */
  static async open(
    spec: Spec,
    run: RunParameters,
    first: number,
    end: number,
    kernels: SimdKernels,
  ): Promise<SimdPopulation> {
    const kernel = await SimdKernel.openFor(spec, run, kernels);
    await kernel.loadFor(spec);
    kernel.prepare(spec, run, end - first);
    kernel.start(first);
    const population = new SimdPopulation(kernel, first, end - first, endsOf(spec, run));
    if (HAS_ALL && spec.escape.region === 'loss')
      population.isBeyond = (await import('../population')).beyondOf(spec, run);
    return population;
  }

  get passages(): Uint32Array {
    return this.kernel.passages(this.particles);
  }

  get exits(): Uint32Array {
    return this.kernel.exits(this.particles);
  }

  /** Compared in the numbers that the population is made of, as its first passages are. */
  isBeyond(x: ArrayLike<number>): boolean {
    const { regionCoordinate: own, regionLow: low, regionHigh: high } = this.ends;
    for (let i = 0; i < x.length; i++)
      if ((x[i] < low || x[i] > high) && (own === NEVER || own === i)) return true;
    return false;
  }

  coordinate(coordinate: number): Float32Array {
    return this.kernel.row(coordinate, this.particles);
  }

  advance(first: number, end: number, firstStep: number, endStep: number): void {
    this.kernel.advance(first, end, this.first, firstStep, endStep);
  }
}
