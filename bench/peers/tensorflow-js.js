// TensorFlow.js with its WebAssembly backend.
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { serve } from './peer.js';

const require = createRequire(import.meta.url);
const tf = require('@tensorflow/tfjs');
const { setWasmPaths } = require('@tensorflow/tfjs-backend-wasm');
setWasmPaths(
  `${join(dirname(require.resolve('@tensorflow/tfjs-backend-wasm/package.json')), 'wasm-out')}/`,
);
await tf.setBackend('wasm');

await serve(
  `${tf.version.tfjs} (${tf.getBackend()})`,
  1,
  async ({ particles, steps, a, sigma, tau, dt }) => {
    const root = Math.sqrt(dt);
    let x = tf.ones([particles]);
    for (let step = 0; step < steps; step++) {
      const next = tf.tidy(() => {
        const growth = tf
          .randomNormal([particles])
          .mul(sigma * root)
          .add(1 + a * dt);
        return x.mul(growth).add(tf.randomNormal([particles]).mul(tau * root));
      });
      x.dispose();
      x = next;
    }
    const values = await x.data();
    x.dispose();
    return values;
  },
);
