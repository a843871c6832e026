// node bench/run.js [--rounds N] [--adapter software|system] [--against FOLDER] [--only PATTERN]
//   [--json FILE]
//
// Measures the kernels beside each other, alternating within each round, and prints a table:
// docs/benchmarks.md. --against measures the shaders of another folder in the same rounds, to see
// what a change is worth; it may be given several times. Where those are of an older random stream,
// --older-stream holds their answers by the law and not particle by particle. --only measures the variants whose name
// matches.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { load } from './load.js';

/** @typedef {import('./kernels.ts').Report} Report */
/** @typedef {import('./variant.ts').Row} Row */

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const PREPARED = 'SADDLESCAPE_BENCH_CPU_LIMIT'; // set in the second process: path of the C++ program, or nothing
const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '7' },
    adapter: { type: 'string', default: 'software' },
    against: { type: 'string', multiple: true, default: [] },
    'older-stream': { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
    json: { type: 'string' },
  },
});

const prepared = process.env[PREPARED];
process.exitCode = prepared === undefined ? await prepare() : await measure(prepared);
// Dawn keeps the process alive as long as its instance lives.
if (prepared !== undefined) process.exit();

/**
 * Compiles the C++ program and starts this script again where Dawn finds the adapter: loaders read
 * their paths once.
 */
async function prepare() {
  if (options.adapter === 'system') process.env.SADDLESCAPE_TEST_ADAPTER = 'system';
  const { module, close } = await load('/tests/support/find-vulkan.ts');
  const environment = module.vulkanEnvironment();
  await close();
  const folder = mkdtempSync(join(tmpdir(), 'saddlescape-bench-'));
  try {
    const program = join(folder, 'cpu-limit');
    const source = join(root, 'bench/cpu-limit.cpp');
    const built = spawnSync('g++', ['-O3', '-march=native', '-pthread', source, '-o', program], {
      stdio: 'inherit',
    });
    if (built.status !== 0)
      console.error('No C++ limit: g++ is missing, or the processor has no AVX2 and FMA.');
    const { status } = spawnSync(process.execPath, process.argv.slice(1), {
      stdio: 'inherit',
      env: { ...process.env, ...environment, [PREPARED]: built.status === 0 ? program : '' },
    });
    return status ?? 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {string} cpuLimit  Path of the C++ program, or nothing. */
async function measure(cpuLimit) {
  const { module, close } = await load('/bench/kernels.ts');
  /** @type {Report} */
  const report = await module.measure({
    rounds: Number(options.rounds),
    cpuLimit: cpuLimit || null,
    against: Object.fromEntries(
      options.against.map((folder) => [basename(resolve(folder)), readShaders(resolve(folder))]),
    ),
    olderStream: options['older-stream'],
    only: new RegExp(options.only),
  });
  await close();
  if (options.json) writeFileSync(options.json, JSON.stringify(report, null, 2));
  print(report);
  return 0;
}

/**
 * @param {string} folder
 * @returns {Record<string, string>} Texts by the names of the product's shaders.
 */
function readShaders(folder) {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) =>
    path.endsWith('.wgsl'),
  );
  return Object.fromEntries(
    paths.map((path) => [
      relative(folder, join(folder, path)).split(sep).join('/').replace('.wgsl', ''),
      readFileSync(join(folder, path), 'utf8'),
    ]),
  );
}

/** @param {Report} report */
function print({ adapter, software, threads, particles, steps, rows }) {
  const kind = software ? `a software adapter, ${threads} threads` : 'a graphics card';
  console.log(
    `${adapter} (${kind}); ${particles} particles, ${steps} steps a dispatch, ${rows[0].rates.length} rounds\n`,
  );
  /** @param {string} start */
  const row = (start) => rows.find(({ variant }) => variant.startsWith(start));
  /** @param {Row | undefined} found */
  const rate = (found) => (found ? median(found.rates) : Number.NaN);
  const gaussianLimit = rate(row('C++, two normals'));
  const twoPointLimit = rate(row('C++, two-point'));
  const roofline = rate(row('generator and normals alone'));
  console.log(
    '| variant | M particle-steps/s | lowest to highest round | of the C++ limit | of the roofline |',
  );
  console.log('|---|---|---|---|---|');
  for (const each of rows.filter(({ rates }) => rates.every(Number.isFinite))) {
    const value = rate(each);
    const limit = each.variant.includes('two-point') ? twoPointLimit : gaussianLimit;
    const cells = [
      each.variant,
      value.toPrecision(3),
      `${Math.min(...each.rates).toPrecision(3)} to ${Math.max(...each.rates).toPrecision(3)}`,
      (value / limit).toFixed(3),
      (value / roofline).toFixed(2),
    ];
    console.log(`| ${cells.map((cell) => cell.replace('NaN', '')).join(' | ')} |`);
  }
  const [step, counting] = [row('two normals a step'), row('histogram')];
  if (!step || !counting) return;
  const dispatch = median(step.seconds);
  const histogram = median(counting.seconds);
  console.log(
    `\nA histogram takes ${((100 * histogram) / dispatch).toFixed(2)} % of a dispatch of ${steps} steps: as long as ${((histogram / dispatch) * steps).toFixed(1)} steps.`,
  );
}

/** @param {number[]} values */
function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
