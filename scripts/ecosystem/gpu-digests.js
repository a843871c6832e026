// What 40 specs give on this runtime's adapter; npm run check:ecosystem runs it beside the packed
// package with Node and Deno: digests.js LINKS.json [DAWN]. DAWN is the path of the package webgpu.
import { readFileSync } from 'node:fs';
import process from 'node:process';
import { fragmentToSpec, openEngine, run } from 'saddlescape';

const [links, dawn] = process.argv.slice(2);
const gpu = dawn ? (await import(dawn)).create([]) : undefined;
if (dawn) Object.assign(globalThis, (await import(dawn)).globals);
const engine = await openEngine({ kind: 'gpu', gpu });
const results = [];
for (const link of JSON.parse(readFileSync(links, 'utf8'))) {
  const {
    digest,
    histogram,
    quantiles,
    escape: left,
  } = await run(fragmentToSpec(link), { engine });
  results.push({ digest, counts: histogram.counts, quantiles, escaped: left.count });
}
console.log(JSON.stringify({ adapter: engine.identity.adapter, results }));
// Dawn keeps Node from ending.
process.exit(0);
