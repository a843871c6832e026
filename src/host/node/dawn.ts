import { NoAdapterError } from '../../engine/open';

/**
 * Instances of Dawn, kept for the life of the process: none must be garbage-collected while its
 * threads run. A process that had opened a software device and dropped it was once seen to abort
 * ("The futex facility returned an unexpected error code").
 */
const instances: GPU[] = [];

/** WebGPU of the runtime, as Deno has it; in Node Dawn, through the optional npm package `webgpu`. */
export async function openDawn(): Promise<GPU> {
  const own = globalThis.navigator?.gpu;
  if (own) return own;
  const dawn = await import('webgpu').catch(() => null);
  if (!dawn)
    throw new NoAdapterError(
      'The optional package webgpu is not installed or does not load on this machine.',
    );
  Object.assign(globalThis, dawn.globals);
  const gpu = dawn.create([]);
  instances.push(gpu);
  return gpu;
}
