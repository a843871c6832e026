import roofline from '../../../shaders/roofline.wgsl?raw';
import { firstShaders } from './shader-library';

/**
 * Shaders of an engine whose `advance` makes the normals of each step and adds them up: the most
 * that a step could reach.
 */
export const rooflineLibrary: Readonly<Record<string, string>> = {
  ...firstShaders,
  advance: roofline,
};
