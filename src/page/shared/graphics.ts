import type { Engine } from '../../engine/engine';
import {
  createCpuEngine,
  isSoftware,
  messageOf,
  NoAdapterError,
  openGpuEngine,
} from '../../engine/open';
import type { NoGpuReason } from './no-gpu';
import { tuned } from './tuning-store';

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

/** What is told while an engine is opened, and after. */
export interface EngineNews {
  /** The device was lost and another one goes on. */
  onRecovered: (reason: string) => void;
  /** The GPU that was asked for is not to be had: the CPU takes its place. */
  onNoGpu: (reason: NoGpuReason, detail: string) => void;
}

/** The engine that is asked for, or the CPU's where there is no GPU. */
export async function openEngine(
  kind: 'gpu' | 'cpu',
  { onRecovered, onNoGpu }: EngineNews,
  openCpu: () => Engine | Promise<Engine> = createCpuEngine,
): Promise<Engine> {
  if (kind === 'cpu') return openCpu();
  if (!navigator.gpu) {
    onNoGpu('no-webgpu', '');
    return openCpu();
  }
  try {
    return await tuned(await openGpuEngine(navigator.gpu, { onRecovered }));
  } catch (error) {
    onNoGpu(error instanceof NoAdapterError ? 'no-adapter' : 'failed', messageOf(error));
    return openCpu();
  }
}
