/** The whole SIMD kernel: loaded by what the small one does not know. */
export { default } from './assembly/kernel.ts?wasm';
