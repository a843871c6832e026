import type { Engine } from '../../engine/engine';
import {
  createCpuEngine,
  DeviceLostError,
  messageOf,
  NoAdapterError,
  openGpuEngine,
  openRoofline,
} from '../../engine/open';
import { measureSpeed } from '../../experiment/bench/bench';
import { timerResolution } from '../../experiment/bench/clock';
import { type BenchTexts, readBenchOptions } from '../../experiment/bench/options';
import type { BenchPlatform } from '../../experiment/bench/platform';
import { BenchFailedError } from '../../experiment/bench/report';
import { openCpuPool, startsThreads } from '../../host/web/cpu-workers';
import { lookAtGraphics } from '../../host/web/engines';
import { keepTuning, keptTuning } from '../shared/tuning-store';
import type { FromBenchWorker, ToBenchWorker } from './bench-protocol';

/** Chromium tells more of itself than its user agent string does. */
interface AgentData {
  brands: { brand: string; version: string }[];
  platform: string;
}

/** Measures as it is told to, one run at a time. */
export class BenchRunner {
  private running: AbortController | null = null;
  private visible = true;

  constructor(private readonly post: (message: FromBenchWorker) => void) {}

  introduce(): void {
    lookAtGraphics().then((graphics) => this.post({ type: 'graphics', graphics }));
  }

  receive(message: ToBenchWorker): void {
    if (message.type === 'stop') this.running?.abort();
    else if (message.type === 'hidden') this.visible = false;
    else if (!this.running) this.run(message.order);
  }

  private async run(order: BenchTexts): Promise<void> {
    const stop = new AbortController();
    this.running = stop;
    this.visible = true;
    let measured = 0;
    try {
      const report = await measureSpeed(this.platform(), {
        ...readBenchOptions(order),
        signal: stop.signal,
        onProgress: ({ sentence, done, total, report }) => {
          this.post({ type: 'progress', sentence, done, total });
          if (report.measurements.length === measured) return;
          measured = report.measurements.length;
          this.post({ type: 'report', report });
        },
      });
      this.post({ type: 'ended', report });
    } catch (thrown) {
      const error = thrown instanceof BenchFailedError ? thrown.cause : thrown;
      this.post({
        type: 'failed',
        report: thrown instanceof BenchFailedError ? thrown.report : null,
        lost: error instanceof DeviceLostError,
        sentence: messageOf(error),
        detail: error instanceof Error ? (error.stack ?? error.message) : String(error),
      });
    } finally {
      this.running = null;
    }
  }

  private platform(): BenchPlatform {
    const { hardwareConcurrency, userAgent } = navigator;
    const data = (navigator as Navigator & { userAgentData?: AgentData }).userAgentData;
    const brands = data?.brands.filter(({ brand }) => !/not.?a.?brand/i.test(brand)) ?? [];
    return {
      openGpu: (kernels) => this.openGpu(kernels),
      tuningOf: keptTuning,
      keepTuning,
      openCpu: openCpuPool,
      reference: createCpuEngine(),
      threads: startsThreads() ? hardwareConcurrency : 1,
      environment: {
        browser: brands.map(({ brand, version }) => `${brand} ${version}`).join(', ') || userAgent,
        node: null,
        os: data?.platform || (/\(([^)]*)\)/.exec(userAgent)?.[1] ?? 'unknown'),
        cores: hardwareConcurrency,
        timerResolutionMilliseconds: timerResolution(),
        date: new Date().toISOString(),
      },
      tabVisible: () => this.visible,
    };
  }

  private async openGpu(kernels: 'product' | 'roofline'): Promise<Engine> {
    if (!navigator.gpu) throw new NoAdapterError('This browser has no WebGPU.');
    const open = kernels === 'product' ? openGpuEngine : openRoofline;
    return open(navigator.gpu, {
      onRecovered: (reason) => this.post({ type: 'recovered', reason }),
    });
  }
}
