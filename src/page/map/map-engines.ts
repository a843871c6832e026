import type { Engine } from '../../engine/engine';
import { openCpuPool } from '../../host/web/cpu-workers';
import { openEngine } from '../../host/web/engines';
import { keptTuning } from '../shared/tuning-store';
import type { FromMapWorker } from './map-protocol';

/** Engines that maps are counted on, each opened once. */
export class MapEngines {
  private readonly engines: Partial<Record<'gpu' | 'cpu', Promise<Engine>>> = {};
  private cpu: Promise<Engine> | null = null;

  constructor(private readonly post: (message: FromMapWorker) => void) {}

  open(kind: 'gpu' | 'cpu'): Promise<Engine> {
    this.engines[kind] ??= openEngine(
      kind,
      {
        onRecovered: (reason) => this.post({ type: 'recovered', reason }),
        tuningOf: keptTuning,
        onNoGpu: (reason, detail) => this.post({ type: 'no-gpu', reason, detail }),
      },
      () => {
        this.cpu ??= openCpuPool();
        return this.cpu;
      },
    );
    return this.engines[kind];
  }

  /** The next one who asks is given another. */
  async forget(kind: 'gpu' | 'cpu'): Promise<void> {
    const engine = await this.engines[kind];
    delete this.engines[kind];
    if (engine && engine !== (await this.cpu)) engine.destroy();
  }
}
