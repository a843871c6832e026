/** What the CPU engine loads when it is to be fast. */
export { simdPassages } from './simd-escapes';
export { compiles, hasSimdKernel } from './simd-kernel';
export { SimdPopulation } from './simd-population';
