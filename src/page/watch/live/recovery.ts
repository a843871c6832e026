import { DeviceLostError, messageOf } from '../../../engine/open';
import { whole } from '../../shared/format';
import type { Backend } from './backend';
import type { EngineSwitch } from './engine-switch';
import type { LiveState } from './live-state';
import type { Reports } from './reports';
import type { Requests } from './requests';
import type { SpecLoader } from './spec-loader';

/** What becomes of a run after a fault. */
export class Recovery {
  constructor(
    private readonly live: LiveState,
    private readonly reports: Reports,
    private readonly requests: Requests,
    private readonly loader: SpecLoader,
    private readonly engines: EngineSwitch,
  ) {}

  /**
   * A GPU that is gone for good leaves the CPU; everything else is a fault to report. Never throws.
   */
  async recoverFrom(error: unknown): Promise<void> {
    const { live } = this;
    let fault = error;
    if (error instanceof DeviceLostError && live.backend.kind === 'gpu' && live.backends.cpu)
      try {
        await this.leaveGpu(live.backends.cpu, error.message);
        return;
      } catch (failure) {
        fault = failure;
      }
    live.playing = false;
    live.drawNeeded = false;
    live.sampleNeeded = false;
    live.partial = false;
    if (error instanceof DeviceLostError) this.requests.refuse(messageOf(fault));
    this.reports.trouble(fault);
  }

  /**
   * Replays the run on the CPU to where it was, or starts what was loaded since; the old picture
   * stays till then.
   */
  private async leaveGpu(cpu: Backend, reason: string): Promise<void> {
    const { live } = this;
    const { post } = this.reports;
    post({ type: 'no-gpu', reason: 'failed', detail: reason });
    this.engines.forgetGpu();
    while (live.backend !== cpu)
      try {
        if (live.wanted) await this.loader.replace(cpu);
        else await this.engines.replay(cpu);
      } catch (error) {
        if (!live.allParticles) throw error;
        live.allParticles = false;
        const all = live.spec.ensemble.particles;
        const fewer = live.fitted(live.spec, cpu).ensemble.particles;
        const sentence = `The CPU cannot hold all ${whole(all)} particles; continuing with ${whole(fewer)}.`;
        post({ type: 'no-gpu', reason: 'failed', detail: `${sentence} ${reason}` });
      }
  }
}
