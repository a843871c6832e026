// npm run fuzz [-- --cases 10000 --seed 1 --only specs,sweeps,links,maps,checkpoints --first 0]:
// damaged documents for every reader.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { runnerImport } from 'vite';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const { values } = parseArgs({
  options: {
    cases: { type: 'string', default: '10000' },
    seed: { type: 'string', default: '1' },
    first: { type: 'string', default: '0' },
    only: { type: 'string' },
  },
});
const { module } = await runnerImport(join(root, 'tests/support/fuzz.ts'), {
  root,
  configFile: join(root, 'vite.config.ts'),
  logLevel: 'error',
});
/** @type {typeof import('../tests/support/fuzz.ts')} */
const { FUZZED, fuzz } = module;
const asked = values.only?.split(',') ?? FUZZED;
const [cases, seed, first] = [values.cases, values.seed, values.first].map(Number);
const kinds = FUZZED.filter((kind) => asked.includes(kind));
if (
  kinds.length < new Set(asked).size ||
  ![cases, seed, first].every((number) => Number.isSafeInteger(number) && number >= 0)
) {
  console.error(
    `--only takes some of ${FUZZED.join(', ')}; --cases, --seed and --first take whole numbers.`,
  );
  process.exit(2);
}

let faults = 0;
for (const kind of kinds) {
  const started = performance.now();
  const tally = await fuzz(kind, cases, seed, first);
  faults += tally.faults.length;
  for (const { number, what, document } of tally.faults.slice(0, 20))
    console.log(
      `${kind} --seed ${seed} --first ${number} --cases 1: ${what}\n  ${JSON.stringify(document)}`,
    );
  console.log(
    `${kind}: ${tally.accepted} accepted, ${tally.refused} refused, ${tally.faults.length} faults; ` +
      `${Math.round(tally.slowestMilliseconds)} ms the slowest, ${((performance.now() - started) / 1000).toFixed(1)} s in all`,
  );
}
process.exitCode = faults > 0 ? 1 : 0;
