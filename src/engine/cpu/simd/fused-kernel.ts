/** The fused SIMD kernel: loaded by those who ask for it. */
export { default } from './assembly/kernel.ts?wasm-fused';
