import { dimensionOf, type Spec } from '../../spec/spec';
import { VERSION } from '../../version';
import { NEVER } from '../constants';
import type {
  DensityView,
  Engine,
  EngineIdentity,
  Ensemble,
  EnsembleOptions,
  EscapeBatch,
  EscapeOptions,
  EscapeTally,
  GeneratorName,
} from '../engine';
import { EngineLimitError } from '../errors';
import { type RunParameters, rowCount, runParameters } from '../run-parameters';
import { loadStoredSets } from '../stored-sets';
import { CpuEnsemble } from './cpu-ensemble';
import { CpuDensityView } from './draw-density';
import { CPU_ADAPTERS, type CpuKernels } from './kernels';
import type { Population } from './population';

/**
 * Bytes one ensemble may take on the CPU: at most 8 a coordinate, 8 a number of memory and 4 for
 * the first passage of each particle; where it left, which takes 4 more, is not counted.
 */
const MOST_BYTES = 2 ** 31;

class CpuEngine implements Engine {
  readonly identity: EngineIdentity;

  constructor(private readonly kernels: CpuKernels) {
    this.identity = {
      kind: 'cpu',
      adapter: CPU_ADAPTERS[kernels],
      fallback: false,
      version: VERSION,
    };
  }

  largestEnsemble(rows: number): number {
    return largestCpuEnsemble(rows);
  }

  async create(spec: Spec, options: EnsembleOptions = {}): Promise<Ensemble> {
    checkCpuEnsemble(spec);
    return openCpuEnsemble(spec, options, this.kernels, 0, spec.ensemble.particles);
  }

  async countEscapes(
    batches: readonly EscapeBatch[],
    options: EscapeOptions = {},
  ): Promise<EscapeTally[]> {
    // Loaded for maps only.
    const { countOnThread } = await import('./cpu-escapes');
    return countOnThread(batches, options, this.kernels);
  }

  async escapeSteps(
    spec: Spec,
    first: number,
    end: number,
    options: EscapeOptions = {},
  ): Promise<Uint32Array> {
    const { passagesOf } = await import('./cpu-escapes');
    const passages = await passagesOf(spec, first, end, options, this.kernels);
    return passages.map((passage) => (passage === NEVER ? 0 : passage));
  }

  createDensityView(canvas: OffscreenCanvas): DensityView {
    return new CpuDensityView(canvas);
  }

  destroy(): void {}
}

/** Most particles whose coordinates and memory are `rows` numbers. */
export function largestCpuEnsemble(rows: number): number {
  return Math.floor(MOST_BYTES / (8 * rows + 4));
}

/** @throws EngineLimitError when the spec has more particles than that. */
export function checkCpuEnsemble(spec: Spec): void {
  const coordinates = dimensionOf(spec);
  const most = largestCpuEnsemble(rowCount(spec));
  if (spec.ensemble.particles > most)
    throw new EngineLimitError(
      `ensemble.particles: ${spec.ensemble.particles} particles of ${coordinates} coordinate${coordinates > 1 ? 's' : ''} do not fit the CPU engine; give at most ${most}.`,
    );
}

/** Particles `first` to `end` of a spec's ensemble, at their start, on the calling thread. */
export async function openCpuEnsemble(
  spec: Spec,
  { generator = 'sfc32', submitMilliseconds }: EnsembleOptions,
  kernels: CpuKernels,
  first: number,
  end: number,
): Promise<CpuEnsemble> {
  await loadStoredSets([spec]);
  const run = runParameters(spec);
  const population = await populationOf(spec, run, generator, kernels, first, end);
  return new CpuEnsemble(spec, run, population, submitMilliseconds);
}

async function populationOf(
  spec: Spec,
  run: RunParameters,
  generator: GeneratorName,
  kernels: CpuKernels,
  first: number,
  end: number,
): Promise<Population> {
  if (kernels !== 'float64') {
    // Loaded where it is wanted: the Watch page begins without.
    const { hasSimdKernel, SimdPopulation } = await import('./simd/simd');
    if (hasSimdKernel(spec, generator)) return SimdPopulation.open(spec, run, first, end, kernels);
  }
  const { Float64Population } = await import('./population');
  return new Float64Population(spec, run, generator, first, end);
}

/**
 * The CPU engine on the calling thread.
 * @param kernels  float64, where left out: the shaders' algorithm in float64 on the same random words, which runs everywhere.
 */
export function createCpuEngine(kernels: CpuKernels = 'float64'): Engine {
  return new CpuEngine(kernels);
}
