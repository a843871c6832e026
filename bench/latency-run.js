// node bench/latency-run.js [--visits N] [--json FILE]
//
// Prints how long a reader waits for the first cells of a changed map and for the picture after a
// move of a slider, in Chromium on the CPU engine: docs/benchmarks.md. The machine must have nothing
// else to do.
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { load } from './load.js';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const { values: options } = parseArgs({
  options: { visits: { type: 'string', default: '9' }, json: { type: 'string' } },
});
process.chdir(root);
const { module, close } = await load('/bench/latency.ts');
/** @type {Map<string, number[]>} */
const waits = await module.measure(Number(options.visits));
await close();
if (options.json) writeFileSync(options.json, JSON.stringify(Object.fromEntries(waits), null, 2));
console.log('| wait | median, ms | shortest to longest | times |');
console.log('|---|---|---|---|');
for (const [what, times] of waits) {
  const sorted = times.map(Math.round).sort((a, b) => a - b);
  const cells = [what, sorted[sorted.length >> 1], `${sorted[0]} to ${sorted.at(-1)}`];
  console.log(`| ${cells.join(' | ')} | ${sorted.length} |`);
}
process.exit();
