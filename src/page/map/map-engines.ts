import type { Engine, EngineIdentity } from '../../engine/engine';
import { fastestKernels, isSameEngine } from '../../engine/open';
import type { EngineChoice } from '../../experiment/engine-choice';
import { openCpuPool } from '../../host/web/cpu-workers';
import { openEngine } from '../../host/web/engines';
import type { Sweep } from '../../spec/sweep';
import { sidesOf } from '../../spec/sweep-schema';
import { timesOfSoftwareGpu } from '../shared/software-speed';
import { keptTuning } from '../shared/tuning-store';
import type { FromMapWorker } from './map-protocol';

/** Engines that maps are counted on, each opened once. */
export class MapEngines {
  /** By what was asked for; `auto` for each of the CPU's kernels that a map can take. */
  private readonly engines = new Map<string, Promise<Engine>>();
  private cpu: Promise<Engine> | null = null;
  /** A GPU was looked for, and there is none. */
  lacksGpu = false;

  constructor(private readonly post: (message: FromMapWorker) => void) {}

  async open(choice: EngineChoice, sweep: Sweep): Promise<Engine> {
    const { key, kernels } = await keyOf(choice, sweep);
    let engine = this.engines.get(key);
    if (!engine) {
      engine = openEngine(
        choice,
        {
          onRecovered: (reason) => this.post({ type: 'recovered', reason }),
          tuningOf: keptTuning,
          onNoGpu: (reason, detail) => {
            this.lacksGpu = true;
            this.post({ type: 'no-gpu', reason, detail });
          },
          timesOfSoftwareGpu: (cpu, gpu) => timesOfSoftwareGpu(cpu, gpu, kernels),
          onFasterCpu: (times) => this.post({ type: 'faster-cpu', times }),
        },
        () => {
          this.cpu ??= openCpuPool();
          return this.cpu;
        },
      );
      this.engines.set(key, engine);
    }
    return engine;
  }

  /**
   * Whoever asks next is given another engine than the lost one. Several failures may come of one
   * loss: what was opened after the first of them stays.
   */
  async forget(lost: EngineIdentity, choice: EngineChoice, sweep: Sweep): Promise<void> {
    const { key } = await keyOf(choice, sweep);
    const opened = this.engines.get(key);
    const engine = await opened;
    if (!engine || !isSameEngine(engine.identity, lost) || opened !== this.engines.get(key)) return;
    this.engines.delete(key);
    if (engine !== (await this.cpu)) engine.destroy();
  }
}

async function keyOf(choice: EngineChoice, sweep: Sweep) {
  const kernels = await fastestKernels(sidesOf(sweep));
  return { kernels, key: choice === 'auto' ? `auto ${kernels}` : choice };
}
