/** What the CPU engine loads when it is to be fast. */
export { simdPassages } from './simd-escapes';
export { compiles, hasSimdKernel, takeModule } from './simd-kernel';
export { SimdPopulation } from './simd-population';
