import type { Engine, Tuning } from '../../engine/engine';
import type { GpuEngine } from '../../engine/gpu/gpu-engine';
import { isSoftware, messageOf, NoAdapterError, openGpuEngine } from '../../engine/open';
import type { EngineChoice } from '../../experiment/engine-choice';

/** Why there is no GPU engine. */
export type NoGpuReason = 'no-webgpu' | 'no-adapter' | 'failed';

/** The graphics card, or why there is none. */
export type Graphics =
  | { found: true; name: string; software: boolean }
  | { found: false; reason: NoGpuReason };

/** What WebGPU has here; nothing is opened. */
export async function lookAtGraphics(): Promise<Graphics> {
  if (!navigator.gpu) return { found: false, reason: 'no-webgpu' };
  try {
    const adapter = await navigator.gpu.requestAdapter({ powerPreference: 'high-performance' });
    if (!adapter) return { found: false, reason: 'no-adapter' };
    const { vendor, architecture, description, device } = adapter.info;
    const name =
      description || [vendor, architecture || device].filter(Boolean).join(' ') || 'unnamed';
    return { found: true, name, software: isSoftware(adapter) };
  } catch {
    return { found: false, reason: 'failed' };
  }
}

export interface GpuOptions {
  /** The device was lost and another one goes on. */
  onRecovered: (reason: string) => void;
  /** The layout that an adapter likes best, as far as it is known. */
  tuningOf: (adapter: string) => Promise<Tuning | null>;
}

export type GpuFound =
  | { engine: GpuEngine }
  | { engine: null; reason: NoGpuReason; detail: string };

/** The GPU engine of this browser, or why there is none. */
export async function openGpu({ onRecovered, tuningOf }: GpuOptions): Promise<GpuFound> {
  if (!navigator.gpu) return { engine: null, reason: 'no-webgpu', detail: '' };
  try {
    const engine = await openGpuEngine(navigator.gpu, { onRecovered });
    engine.tuning = (await tuningOf(engine.identity.adapter)) ?? engine.tuning;
    return { engine };
  } catch (error) {
    const reason = error instanceof NoAdapterError ? 'no-adapter' : 'failed';
    return { engine: null, reason, detail: messageOf(error) };
  }
}

/** What is told while an engine is opened, and after. */
export interface EngineNews extends GpuOptions {
  /** No GPU available; the CPU is used. */
  onNoGpu: (reason: NoGpuReason, detail: string) => void;
  /** How many times a software adapter the CPU engine is. */
  timesOfSoftwareGpu: (cpu: Engine, gpu: Engine) => Promise<number>;
  /** The CPU engine is so many times the software adapter, and is used. */
  onFasterCpu: (times: number) => void;
}

/** The engine that is asked for, or the CPU's where there is no GPU. */
export async function openEngine(
  choice: EngineChoice,
  news: EngineNews,
  openCpu: () => Engine | Promise<Engine>,
): Promise<Engine> {
  if (choice === 'cpu') return openCpu();
  const found = await openGpu(news);
  if (!found.engine) {
    news.onNoGpu(found.reason, found.detail);
    return openCpu();
  }
  if (choice === 'gpu' || !found.engine.identity.fallback) return found.engine;
  const cpu = await openCpu();
  const times = await news.timesOfSoftwareGpu(cpu, found.engine);
  if (times < 1) return found.engine;
  found.engine.destroy();
  news.onFasterCpu(times);
  return cpu;
}
