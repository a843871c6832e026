// jax-js with its WebAssembly backend: the step compiled by jit, its normals in it.

import { readFileSync } from 'node:fs';
import { blockUntilReady, defaultDevice, init, jit, numpy as np, random } from '@jax-js/jax';
import { serve } from './peer.js';

/** @typedef {import('@jax-js/jax').Array} Jax */

await init('wasm');
defaultDevice('wasm');
const { version } = JSON.parse(
  readFileSync(new URL('./node_modules/@jax-js/jax/package.json', import.meta.url), 'utf8'),
);

/** @type {Map<string, (x: Jax, key: Jax) => Jax>} */
const compiled = new Map();

/**
 * @param {number} particles
 * @param {number} growth
 * @param {number} multiplicative
 * @param {number} additive
 */
function stepOf(particles, growth, multiplicative, additive) {
  const name = [particles, growth, multiplicative, additive].join(' ');
  let step = compiled.get(name);
  if (!step) {
    step = jit((x, key) => {
      const z = random.normal(key, [2, particles]);
      const [z1, z2] = np.split(z, 2, 0);
      return x
        .mul(z1.reshape([particles]).mul(multiplicative).add(growth))
        .add(z2.reshape([particles]).mul(additive));
    });
    compiled.set(name, step);
  }
  return step;
}

let seed = 0;
await serve(`${version} (wasm)`, 1, async ({ particles, steps, a, sigma, tau, dt }) => {
  const root = Math.sqrt(dt);
  const step = stepOf(particles, 1 + a * dt, sigma * root, tau * root);
  let x = np.ones([particles]);
  // Waited for, or what is put off fills the memory.
  for (let i = 0; i < steps; i++) x = await blockUntilReady(step(x, random.key(seed++)));
  return /** @type {Promise<Float32Array>} */ (x.data());
});
