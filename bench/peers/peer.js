// What the JavaScript peers share: they answer orders, one JSON line each, on standard input.
import { writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

/**
 * @param simulate async ({ particles, steps, a, sigma, tau, dt }) => final positions, Float32Array,
 * all begun at 1.
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
