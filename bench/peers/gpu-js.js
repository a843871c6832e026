// gpu.js: `webasm` (WebAssembly with SIMD, on its pool of threads) or `webgpu`, for which Dawn stands
// in for the browser. The kernel is the plain loop of its documentation, with its own Math.random.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { serve } from './peer.js';

const [mode = 'webasm'] = process.argv.slice(2);
const require = createRequire(import.meta.url);
let adapterName = mode;
if (mode === 'webgpu') {
  const { create, globals } = require('webgpu');
  Object.assign(globalThis, globals);
  Object.defineProperty(globalThis, 'navigator', { value: { gpu: create([]) }, writable: true });
  const adapter = await navigator.gpu.requestAdapter();
  if (!adapter) throw new Error('Error: Dawn finds no adapter.');
  adapterName = `webgpu, ${adapter.info.description || adapter.info.device}`;
}
const { GPU } = require('gpu.js');
const { version } = JSON.parse(
  readFileSync(new URL('./node_modules/gpu.js/package.json', import.meta.url), 'utf8'),
);
const gpu = new GPU({ mode });

/** @type {Map<number, any>} */
const kernels = new Map();

/** @param {number} particles */
function kernelOf(particles) {
  let kernel = kernels.get(particles);
  if (!kernel) {
    kernel = gpu
      .createKernel(
        /**
         * @this {any}
         * @param {number} steps
         * @param {number} growth
         * @param {number} multiplicative
         * @param {number} additive
         */
        function step(steps, growth, multiplicative, additive) {
          let x = 1;
          for (let i = 0; i < steps; i++) {
            const radius = Math.sqrt(-2 * Math.log(1 - Math.random()));
            const angle = 6.283185307179586 * Math.random();
            x =
              x * (growth + multiplicative * radius * Math.cos(angle)) +
              additive * radius * Math.sin(angle);
          }
          return x;
        },
      )
      .setOutput([particles])
      .setPrecision('single')
      .setAsyncMode(true);
    kernels.set(particles, kernel);
  }
  return kernel;
}

const threads = mode === 'webasm' ? availableParallelism() : 0;
await serve(`${version} (${adapterName})`, threads, async (order) => {
  const { particles, steps, a, sigma, tau, dt } = order;
  const root = Math.sqrt(dt);
  const kernel = kernelOf(particles);
  const x = Float32Array.from(await kernel(steps, 1 + a * dt, sigma * root, tau * root));
  const { fallbackReason } = kernel.kernel ?? {};
  if (fallbackReason) throw new Error(`Error: gpu.js took its CPU mode: ${fallbackReason}`);
  return x;
});
