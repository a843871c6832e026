// What the programs in this folder use of the libraries that they time, which are installed only
// where somebody compares (package.json).

declare module '@jax-js/jax' {
  export interface Array {
    add(other: Array | number): Array;
    mul(other: Array | number): Array;
    reshape(shape: number[]): Array;
    data(): Promise<ArrayLike<number>>;
  }
  export function init(backend: string): Promise<unknown>;
  export function defaultDevice(backend: string): void;
  export function blockUntilReady(array: Array): Promise<Array>;
  export function jit<A extends unknown[]>(f: (...inputs: A) => Array): (...inputs: A) => Array;
  export const numpy: {
    ones(shape: number[]): Array;
    split(array: Array, sections: number, axis: number): Array[];
  };
  export const random: {
    key(seed: number): Array;
    normal(key: Array, shape: number[]): Array;
  };
}

declare module '@tensorflow/tfjs' {
  export interface Tensor {
    add(other: Tensor | number): Tensor;
    mul(other: Tensor | number): Tensor;
    data(): Promise<Float32Array>;
    dispose(): void;
  }
  export const version: { tfjs: string };
  export function setBackend(name: string): Promise<boolean>;
  export function getBackend(): string;
  export function ones(shape: number[]): Tensor;
  export function randomNormal(shape: number[]): Tensor;
  export function tidy(f: () => Tensor): Tensor;
}

declare module '@tensorflow/tfjs-backend-wasm' {
  export function setWasmPaths(folder: string): void;
}

declare module 'gpu.js' {
  export interface Kernel {
    (...inputs: number[]): Promise<ArrayLike<number>>;
    kernel?: { fallbackReason?: string };
    setOutput(shape: number[]): Kernel;
    setPrecision(name: string): Kernel;
    setAsyncMode(on: boolean): Kernel;
  }
  export class GPU {
    constructor(options: { mode: string });
    createKernel(step: (...inputs: number[]) => number): Kernel;
  }
}
