import roofline from '../../../shaders/roofline.wgsl?raw';
import { createGpuEngine, type GpuEngine } from './gpu-engine';
import type { LivingDeviceOptions } from './living-device';
import { firstShaders } from './shader-library';

/**
 * Shaders of an engine whose `advance` makes the normals of each step and adds them up: the most
 * that a step could reach.
 */
export const rooflineLibrary: Readonly<Record<string, string>> = {
  ...firstShaders,
  advance: roofline,
};

/** The GPU engine on these shaders. */
export function createRoofline(gpu: GPU, options: LivingDeviceOptions): Promise<GpuEngine> {
  return createGpuEngine(gpu, { ...options, shaders: rooflineLibrary });
}
