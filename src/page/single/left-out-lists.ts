import type { Spec } from '../../spec/spec';
import { SpecError } from '../../spec/spec-error';

export { checkFloat32 as checkNumbers } from '../../spec/float32';

/** Of scales of noise by coordinate: the page in one file has one for all, and refuses a list. */
export const unlisted = <T>(given: T) => given;
export const noiseAt = <N>(noise: N) => noise;
export const withNoiseAt = <S>(spec: S) => spec;
export const enterScales = () => {};

/** @throws SpecError naming the field. */
export function checkLists({ noise }: Spec): void {
  for (const [name, value] of Object.entries(noise))
    if (Array.isArray(value))
      throw new SpecError(`noise.${name}`, value, 'one number to this page in one file');
}

/** Of the SIMD kernels: what they leave out the float64 twin takes, but for lists. */
export const HAS_ALL = false;
