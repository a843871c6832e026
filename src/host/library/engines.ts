import type { Engine } from '../../engine/engine';
import {
  createCpuEngine,
  createCpuPool,
  NoAdapterError,
  openGpuEngine,
  takeFusedKernels,
  usableKernels,
} from '../../engine/open';
import { threadOpener } from './threads';

/** Options of `openEngine`. */
export interface EngineOptions {
  /**
   * Which engine: `gpu` asks for a graphics card and fails without one; `cpu` takes the CPU; `auto`
   * takes a graphics card, and the CPU where there is none or only a software adapter.
   */
  kind?: 'auto' | 'gpu' | 'cpu';
  /** Where graphics come from: `navigator.gpu` where left out; in Node, Dawn's `create([])`. */
  gpu?: {
    /** As WebGPU's own: an adapter, or null where there is none. */
    requestAdapter(options?: object): Promise<unknown>;
  };
  /**
   * Threads of the CPU engine, 1 to 1024: with 1, the default, it runs on the calling thread. The
   * result is the same with any number.
   */
  threads?: number;
  /**
   * Whether the CPU engine rounds products and sums once where it has vectors: faster, with other
   * last digits and so other integers, which `identity.adapter` says. It needs relaxed SIMD in
   * WebAssembly and a processor that fuses. With `auto` no graphics card is looked for.
   */
  fused?: boolean;
}

/** Most threads of the CPU engine. */
const MOST_THREADS = 1024;

/**
 * Opens an engine for `run`, `sweep` and `verify`; its `destroy()` gives everything back.
 *
 * @param thread  What a thread of the CPU engine runs.
 * @throws NoAdapterError when `gpu` is asked for and there is no adapter, or `fused` and there is no
 *   fused multiply-add; RangeError for a number of threads that is no whole number from 1 to 1024,
 *   and for `fused` on a GPU.
 */
export async function openLibraryEngine(
  { kind = 'auto', gpu, threads = 1, fused = false }: EngineOptions,
  thread: URL,
): Promise<Engine> {
  if (!(Number.isInteger(threads) && threads >= 1 && threads <= MOST_THREADS))
    throw new RangeError(
      `threads: ${threads} is not accepted; give a whole number from 1 to ${MOST_THREADS}.`,
    );
  if (!['auto', 'gpu', 'cpu'].includes(kind))
    throw new RangeError(`kind: ${kind} is not accepted; give "auto", "gpu" or "cpu".`);
  if (fused && kind === 'gpu')
    throw new RangeError('fused: it is for the CPU; give the kind "cpu", or leave it out.');
  // Declared by what it is asked for: older TypeScript does not know WebGPU.
  const graphics = (gpu ?? globalThis.navigator?.gpu) as GPU | undefined;
  if (kind !== 'cpu' && !fused && graphics) {
    try {
      const engine = await openGpuEngine(graphics);
      if (kind === 'gpu' || !engine.identity.fallback) return engine;
      engine.destroy();
    } catch (error) {
      if (kind === 'gpu' || !(error instanceof NoAdapterError)) throw error;
    }
  }
  if (kind === 'gpu')
    throw new NoAdapterError('This platform has no WebGPU; give `gpu`, or take the kind "cpu".');
  if (fused) await takeFusedKernels();
  const kernels = fused ? 'fused' : await usableKernels('fastest');
  if (threads === 1) return createCpuEngine(kernels);
  return createCpuPool(await threadOpener(thread), threads, kernels);
}
