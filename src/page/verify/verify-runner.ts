import type { Engine } from '../../engine/engine';
import { DeviceLostError, messageOf } from '../../engine/open';
import { type Claim, SUITES, verifyClaims, Z_LIMIT } from '../../experiment/verify/verify';
import { openCpuPool } from '../../host/web/cpu-workers';
import { lookAtGraphics, openEngine } from '../../host/web/engines';
import { timesOfSoftwareGpu } from '../shared/software-speed';
import { keptTuning } from '../shared/tuning-store';
import type { FromVerifyWorker, Order, ToVerifyWorker } from './verify-protocol';

/** The twin of the shaders, on which all proofs rest. */
const KERNELS = 'float64';

/** Tests claims as it is told to, one run at a time. Each run opens an engine and gives it back. */
export class VerifyRunner {
  private running: AbortController | null = null;

  constructor(private readonly post: (message: FromVerifyWorker) => void) {}

  /** Says what there is to test, and on what. */
  introduce(): void {
    const textsOf = (claims: readonly Claim[]) => claims.map(({ measure, ...text }) => text);
    const claims = { post: textsOf(SUITES.post), papers: textsOf(SUITES.papers) };
    this.post({ type: 'claims', claims, zLimit: Z_LIMIT });
    lookAtGraphics().then((graphics) => this.post({ type: 'graphics', graphics }));
  }

  receive(message: ToVerifyWorker): void {
    if (message.type === 'stop') this.running?.abort();
    else if (!this.running) this.run(message.order);
  }

  private async run({ engine: choice, suite, ids, particles }: Order): Promise<void> {
    const stop = new AbortController();
    this.running = stop;
    let engine: Engine | null = null;
    let cpu: Engine | null = null;
    try {
      engine = await openEngine(
        choice,
        {
          onRecovered: (reason) => this.post({ type: 'recovered', reason }),
          tuningOf: keptTuning,
          onNoGpu: (reason, detail) => this.post({ type: 'no-gpu', reason, detail }),
          timesOfSoftwareGpu: (own, gpu) => timesOfSoftwareGpu(own, gpu, KERNELS),
          onFasterCpu: (times) => this.post({ type: 'faster-cpu', times }),
        },
        async () => {
          cpu = await openCpuPool(undefined, KERNELS);
          return cpu;
        },
      );
      this.post({ type: 'engine', identity: engine.identity });
      await verifyClaims(engine, {
        suite,
        ids: ids ?? undefined,
        particles: particles ?? undefined,
        signal: stop.signal,
        onClaim: ({ id }, number, count) => this.post({ type: 'claim', id, number, count }),
        onResult: (result) => this.post({ type: 'result', result }),
      });
      this.post({ type: 'ended', stopped: false });
    } catch (error) {
      if (stop.signal.aborted) this.post({ type: 'ended', stopped: true });
      else this.fail(error);
    } finally {
      engine?.destroy();
      // Compared, and not taken.
      if (cpu !== engine) (cpu as Engine | null)?.destroy();
      this.running = null;
    }
  }

  private fail(error: unknown): void {
    this.post({
      type: 'failed',
      lost: error instanceof DeviceLostError,
      sentence: messageOf(error),
      report: error instanceof Error ? (error.stack ?? error.message) : String(error),
    });
  }
}
