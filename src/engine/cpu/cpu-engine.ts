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
} from '../engine';
import { EngineLimitError } from '../engine';
import { rowCount } from '../run-parameters';
import { CpuEnsemble } from './cpu-ensemble';
import { countOnThread, passagesOf } from './cpu-escapes';
import { CpuDensityView } from './draw-density';

/** Bytes one ensemble may take on the CPU: 8 a coordinate, 8 a number of memory and 4 for the first passage of each particle. */
const MOST_BYTES = 2 ** 31;

class CpuEngine implements Engine {
  readonly identity: EngineIdentity = {
    kind: 'cpu',
    adapter: 'CPU, float64',
    fallback: false,
    version: VERSION,
  };

  largestEnsemble(rows: number): number {
    return Math.floor(MOST_BYTES / (8 * rows + 4));
  }

  async create(spec: Spec, options: EnsembleOptions = {}): Promise<Ensemble> {
    const coordinates = dimensionOf(spec);
    const most = this.largestEnsemble(rowCount(spec));
    if (spec.ensemble.particles > most)
      throw new EngineLimitError(
        `ensemble.particles: ${spec.ensemble.particles} particles of ${coordinates} coordinate${coordinates > 1 ? 's' : ''} do not fit the CPU engine; give at most ${most}.`,
      );
    return new CpuEnsemble(spec, options);
  }

  countEscapes(batches: readonly EscapeBatch[], options: EscapeOptions = {}): Promise<EscapeTally[]> {
    return countOnThread(batches, options);
  }

  async escapeSteps(
    spec: Spec,
    first: number,
    end: number,
    options: EscapeOptions = {},
  ): Promise<Uint32Array> {
    const passages = await passagesOf(spec, first, end, options);
    return passages.map((passage) => (passage === NEVER ? 0 : passage));
  }

  createDensityView(canvas: OffscreenCanvas): DensityView {
    return new CpuDensityView(canvas);
  }

  destroy(): void {}
}

/** The engine that runs everywhere: the shaders' algorithm in float64 on the same random words. */
export function createCpuEngine(): Engine {
  return new CpuEngine();
}
