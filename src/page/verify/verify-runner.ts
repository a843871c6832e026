import { createCpuEngine } from '../../engine/cpu/cpu-engine';
import { DeviceLostError, type Engine, NoAdapterError } from '../../engine/engine';
import { isSoftware } from '../../engine/gpu/device';
import { createGpuEngine } from '../../engine/gpu/gpu-engine';
import { CLAIMS, verify, Z_LIMIT } from '../../experiment/verify/verify';
import type { NoGpuReason } from '../live-protocol';
import type { FromVerifyWorker, Graphics, Order, ToVerifyWorker } from './protocol';

/** Tests claims as it is told to, one run at a time. Each run opens an engine and gives it back. */
export class VerifyRunner {
  private running: AbortController | null = null;

  constructor(private readonly post: (message: FromVerifyWorker) => void) {}

  /** Says what there is to test, and on what. */
  introduce(): void {
    const claims = CLAIMS.map(({ measure, ...text }) => text);
    this.post({ type: 'claims', claims, zLimit: Z_LIMIT });
    lookAtGraphics().then((graphics) => this.post({ type: 'graphics', graphics }));
  }

  receive(message: ToVerifyWorker): void {
    if (message.type === 'stop') this.running?.abort();
    else if (!this.running) this.run(message.order);
  }

  private async run({ engine: kind, ids, particles }: Order): Promise<void> {
    const stop = new AbortController();
    this.running = stop;
    let engine: Engine | null = null;
    try {
      engine = await this.open(kind);
      this.post({ type: 'engine', identity: engine.identity });
      await verify(engine, {
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
      this.running = null;
    }
  }

  private async open(kind: Order['engine']): Promise<Engine> {
    if (kind === 'cpu') return createCpuEngine();
    if (!navigator.gpu) return this.fallBack('no-webgpu', '');
    try {
      return await createGpuEngine(navigator.gpu, {
        onRecovered: (reason) => this.post({ type: 'recovered', reason }),
      });
    } catch (error) {
      return this.fallBack(error instanceof NoAdapterError ? 'no-adapter' : 'failed', messageOf(error));
    }
  }

  private fallBack(reason: NoGpuReason, detail: string): Engine {
    this.post({ type: 'no-gpu', reason, detail });
    return createCpuEngine();
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

async function lookAtGraphics(): Promise<Graphics> {
  if (!navigator.gpu) return { found: false, reason: 'no-webgpu' };
  try {
    const adapter = await navigator.gpu.requestAdapter({ powerPreference: 'high-performance' });
    if (!adapter) return { found: false, reason: 'no-adapter' };
    const { vendor, architecture, description, device } = adapter.info;
    const name = description || [vendor, architecture || device].filter(Boolean).join(' ') || 'unnamed';
    return { found: true, name, software: isSoftware(adapter) };
  } catch {
    return { found: false, reason: 'failed' };
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
