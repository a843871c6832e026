// What the JavaScript peers share: they answer orders, one JSON line each, on standard input.
import { writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

/**
 * @typedef {object} Order
 * @property {number} particles
 * @property {number} steps
 * @property {number} a
 * @property {number} sigma
 * @property {number} tau
 * @property {number} dt
 */

/**
 * @param {string} version
 * @param {number} threads
 * @param {(order: Order) => Promise<Float32Array>} simulate  Gives the final positions of particles
 * that all begin at 1.
 */
export async function serve(version, threads, simulate) {
  console.log(JSON.stringify({ version, threads }));
  for await (const line of createInterface({ input: process.stdin })) {
    const { positions, ...order } = JSON.parse(line);
    const started = performance.now();
    const x = await simulate(order);
    const seconds = (performance.now() - started) / 1000;
    if (positions) writeFileSync(positions, x);
    console.log(JSON.stringify({ seconds }));
  }
  process.exit();
}
