// node bench/peers/run.js [--rounds N] [--particles N] [--only numpy,numba] [--json FILE]
// [--problem linear-sde] [--planted-fault]
//
// Times other libraries at Saddlescape's plainest run, beside Saddlescape and the CPU's limit:
// README.md. Each is first held against our histogram; one that has another law gets no number.
// --planted-fault gives them noise that is 1.02 times too strong: all must be refused.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { buildIfStale } from '../../scripts/build-if-stale.js';
import { compareWithCounts } from './law.js';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '..', '..');
const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    particles: { type: 'string', default: String(2 ** 20) },
    only: { type: 'string' },
    json: { type: 'string' },
    problem: { type: 'string', default: 'saddle' },
    'planted-fault': { type: 'boolean', default: false },
  },
});
const particles = Number(options.particles);
const rounds = Number(options.rounds);
if (
  !Number.isInteger(rounds) ||
  rounds < 1 ||
  !Number.isInteger(particles) ||
  particles < 2 ** 16
) {
  console.error('--rounds takes a whole number from 1 on and --particles one from 65536 on.');
  process.exit(2);
}

/**
 * What is simulated. `linear-sde` is the problem of SciML's benchmarks of stochastic equations on
 * graphics cards, dX = r X dt + V X dW with r = 1.5, V = 0.01, by Euler and Maruyama with 256 steps
 * of 1/256: our step with a = r, sigma = V, tau = 0. X(0) is 0.1 there and 1 here: the equation is
 * linear, so that it divides out. Theirs has three equal components, which are three particles here.
 */
const PROBLEMS = {
  saddle: { a: 1, sigma: 2, tau: 1, dt: 0.001 },
  'linear-sde': { a: 1.5, sigma: 0.01, tau: 0, dt: 1 / 256 },
};
/** Where the histogram of the comparison stands: after 256 steps X is 4.47, with deviation 0.045. */
const HISTOGRAMS = {
  saddle: undefined,
  'linear-sde': { axis: 'linear', min: 4.2, max: 4.8, bins: 512 },
};
const name = /** @type {keyof typeof PROBLEMS} */ (options.problem);
if (!Object.hasOwn(PROBLEMS, name)) {
  console.error(
    `--problem: ${JSON.stringify(name)} is not accepted; give ${Object.keys(PROBLEMS).join(' or ')}.`,
  );
  process.exit(2);
}
const PROBLEM = PROBLEMS[name];
const LAW_STEPS = 256;
/**
 * Particles of the comparison, whatever is timed: with fewer, noise 1.02 times too strong would
 * pass.
 */
const LAW_PARTICLES = 2 ** 20;
/** What a sample is to take at least. */
const SECONDS = 1;
const debian = '/usr/bin/python3';
/** A peer is started by the first of them that has it. */
const PYTHONS = ['python3', ...(existsSync(debian) ? [debian] : [])];
/** @param {string} name */
const APT = (name) => `apt-get install ${name}, or pip install ${name.replace('python3-', '')}`;
const NPM = 'npm install in bench/peers';

/**
 * @typedef {object} Known
 * @property {string} name
 * @property {string} file
 * @property {string[]} [arguments]
 * @property {string} install  What to install.
 */

/** @type {Known[]} */
const ALL_PEERS = [
  { name: 'NumPy, idiomatic', file: 'numpy-idiomatic.py', install: APT('python3-numpy') },
  { name: 'NumPy, in place, SFC64', file: 'numpy-in-place.py', install: APT('python3-numpy') },
  { name: 'Numba, parallel', file: 'numba-parallel.py', install: APT('python3-numba') },
  { name: 'Numba, blocks by hand', file: 'numba-blocks.py', install: APT('python3-numba') },
  { name: 'PyTorch, CPU', file: 'pytorch.py', install: APT('python3-torch') },
  { name: 'TensorFlow.js', file: 'tensorflow-js.js', install: NPM },
  { name: 'jax-js', file: 'jax-js.js', install: NPM },
  { name: 'gpu.js, WebAssembly', file: 'gpu-js.js', arguments: ['webasm'], install: NPM },
  {
    name: 'gpu.js, WebGPU',
    file: 'gpu-js.js',
    arguments: ['webgpu'],
    install: `${NPM}, and an adapter`,
  },
  {
    name: 'PyTorch, CUDA',
    file: 'pytorch.py',
    arguments: ['cuda'],
    install: 'PyTorch with CUDA, and a card',
  },
  { name: 'JAX, CPU', file: 'jax-peer.py', install: 'pip install jax' },
  {
    name: 'JAX, CUDA',
    file: 'jax-peer.py',
    arguments: ['cuda'],
    install: 'JAX with CUDA, and a card',
  },
  { name: 'CuPy', file: 'cupy-cuda.py', install: 'CuPy, and a card' },
];
const PEERS = ALL_PEERS.filter(
  ({ name }) =>
    !options.only ||
    options.only
      .split(',')
      .some((start) => name.toLowerCase().startsWith(start.trim().toLowerCase())),
);
if (PEERS.length === 0) {
  console.error(
    `--only: ${JSON.stringify(options.only)} is not accepted; give how names begin, such as numpy,numba.`,
  );
  process.exit(2);
}

/** A peer's process, which stays for all rounds. */
class Peer {
  /**
   * @param {Known} known
   * @param {string} command  What runs its file.
   */
  constructor({ name, file, arguments: more = [], install }, command) {
    this.name = name;
    this.install = install;
    this.version = '';
    this.threads = 0;
    /** @type {number[]} */
    this.rates = [];
    this.steps = 4;
    this.gone = false;
    this.process = spawn(command, [join(here, file), ...more], { cwd: here });
    this.errors = '';
    this.process.stderr.on('data', (chunk) => {
      this.errors += chunk;
    });
    this.process.stdin.on('error', () => {});
    this.lines = createInterface({ input: this.process.stdout })[Symbol.asyncIterator]();
  }

  /** @returns {Promise<Record<string, any> | null>} The next line, or null where the process ended. */
  async next() {
    const { value, done } = await this.lines.next();
    return done ? null : JSON.parse(value);
  }

  /** @param {Partial<import('./peer.js').Order> & { positions?: string }} order */
  async ask(order) {
    this.process.stdin.write(`${JSON.stringify({ ...PROBLEM, ...order })}\n`);
    const reply = await this.next();
    if (!reply) throw new Error(`${this.name} ended: ${this.reason}`);
    return reply.seconds;
  }

  /**
   * A peer that ends in the middle keeps no number.
   *
   * @param {Error} error
   */
  leave({ message }) {
    console.error(`${message}: no number.`);
    this.gone = true;
    this.rates = [];
  }

  get reason() {
    return (
      /^.*(?:Error|error).*$/m.exec(this.errors)?.[0] ??
      (this.errors.trim().split('\n').at(-1) || 'without a word')
    );
  }

  /**
   * Compares its positions with ours.
   *
   * @param {{ edges: number[], counts: number[] }} reference
   * @param {string} folder
   */
  async check(reference, folder) {
    const path = join(folder, 'positions');
    const louder = options['planted-fault'] ? 1.02 : 1;
    const noise = { sigma: louder * PROBLEM.sigma, tau: louder * PROBLEM.tau };
    await this.ask({ particles: LAW_PARTICLES, steps: LAW_STEPS, ...noise, positions: path });
    const bytes = readFileSync(path);
    const values = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
    if (values.length !== LAW_PARTICLES) return { distance: 1, bound: 0 };
    return compareWithCounts(reference.edges, reference.counts, values);
  }

  async sample() {
    // The first calls compile, and tell how many steps fill a sample.
    while (this.rates.length === 0) {
      const seconds = await this.ask({ particles, steps: this.steps });
      if (seconds >= 0.5 * SECONDS) break;
      this.steps = Math.ceil(this.steps * Math.min(8, Math.max(1.5, (1.2 * SECONDS) / seconds)));
    }
    this.rates.push(
      (1e-6 * particles * this.steps) / (await this.ask({ particles, steps: this.steps })),
    );
  }
}

/**
 * @param {Known} known
 * @returns  What it says of itself; null where nothing could run it.
 */
async function started(known) {
  const [first, ...others] = known.file.endsWith('.py') ? PYTHONS : [process.execPath];
  let peer = new Peer(known, first);
  let hello = await peer.next();
  for (const command of others) {
    if (hello) break;
    peer = new Peer(known, command);
    hello = await peer.next();
  }
  return { peer, hello };
}

buildIfStale(['cli']);
const folder = mkdtempSync(join(tmpdir(), 'saddlescape-peers-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

const limit = compileLimit();
const reference = ourCounts();
/** @type {Peer[]} */
const racing = [];
for (const known of PEERS) {
  const { peer, hello } = await started(known);
  if (!hello) {
    console.error(`${peer.name}: not here (${peer.reason}). To have it: ${peer.install}.`);
    continue;
  }
  peer.version = hello.version;
  peer.threads = hello.threads;
  const compared = await peer.check(reference, folder).catch(({ message }) => {
    console.error(`${message}: no number.`);
    return null;
  });
  if (!compared) continue;
  const { distance, bound } = compared;
  const found = `distance ${distance.toPrecision(2)}, at most ${bound.toPrecision(2)}`;
  if (distance > bound) {
    console.error(`${peer.name} ${peer.version}: another law than ours (${found}): no number.`);
    peer.process.kill();
    continue;
  }
  console.error(`${peer.name} ${peer.version}: the same law (${found}).`);
  racing.push(peer);
}

/**
 * A row of our own.
 *
 * @typedef {object} Row
 * @property {string} name
 * @property {string} [version]
 * @property {number} threads
 * @property {number[]} rates
 * @property {string} [adapter]
 */

/** @type {(Row & { engine: string, steps: number, gone?: boolean })[]} */
const ours = [
  {
    name: 'Saddlescape, CPU engine',
    engine: 'cpu',
    threads: availableParallelism(),
    steps: 2048,
    rates: [],
  },
  { name: 'Saddlescape, GPU engine', engine: 'gpu', threads: 0, steps: 512, rates: [] },
];
/** @type {Row} */
const limitRow = { name: 'C++ with AVX2 (limit)', threads: availableParallelism(), rates: [] };
if (!options['planted-fault'])
  for (let round = 1; round <= rounds; round++) {
    console.error(`round ${round} of ${rounds}`);
    for (const peer of racing)
      if (!peer.gone) await peer.sample().catch((error) => peer.leave(error));
    for (const row of ours) {
      const rate = row.gone ? null : ourRate(row);
      if (rate === null) row.gone = true;
      else row.rates.push(rate);
    }
    if (limit) limitRow.rates.push(limitRate(limit));
  }
for (const peer of racing) peer.process.kill();

/** @type {Row[]} */
const all = [limitRow, ...ours, ...racing];
const rows = all
  .filter(({ rates }) => rates.length > 0)
  .map(({ name, version = '', threads, rates, adapter }) => ({
    name: adapter ? `${name}, ${adapter}` : name,
    version,
    threads,
    rates,
  }));
if (options.json)
  writeFileSync(
    options.json,
    `${JSON.stringify({ particles, rounds, problem: PROBLEM, rows }, null, 2)}\n`,
  );
if (options['planted-fault']) {
  for (const { name } of racing)
    console.error(`${name} passed with a planted fault: the comparison is blind.`);
  process.exit(racing.length > 0 ? 1 : 0);
}
print(rows);
process.exit();

/** Histogram of our own run, and of how many. */
function ourCounts() {
  const { histogram } = ourRun('cpu', LAW_STEPS, LAW_PARTICLES);
  return {
    edges: histogram.edges,
    counts: [histogram.below, ...histogram.counts, histogram.above],
  };
}

/** @param {(typeof ours)[number]} row */
function ourRate(row) {
  const result = ourRun(row.engine, row.steps);
  if (!result) return null;
  if (row.engine === 'gpu')
    row.adapter = `${result.engine.adapter}${result.engine.fallback ? ' (software)' : ''}`;
  return result.particleStepsPerSecond / 1e6;
}

/**
 * Runs our command line; null where it has no such engine here.
 *
 * @param {string} engine
 * @param {number} steps
 */
function ourRun(engine, steps, count = particles) {
  const { a, sigma, tau, dt } = PROBLEM;
  const spec = {
    loss: { a: [a] },
    noise: { sigma, tau },
    time: { dt, steps },
    ensemble: { particles: count },
    ...(HISTOGRAMS[name] && steps === LAW_STEPS ? { histogram: HISTOGRAMS[name] } : {}),
  };
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(root, 'dist/cli/saddlescape.js'), 'run', '-', '--engine', engine],
    { input: JSON.stringify(spec), encoding: 'utf8', maxBuffer: 2 ** 26 },
  );
  if (status === 3) return null;
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

/** The CPU's limit as a program; null where it cannot be built. */
function compileLimit() {
  const program = join(folder, 'cpu-limit');
  const source = join(root, 'bench/cpu-limit.cpp');
  const { status } = spawnSync('g++', ['-O3', '-march=native', '-pthread', source, '-o', program]);
  if (status === 0) return program;
  console.error('C++: not here (g++ is missing, or the processor has no AVX2 and FMA).');
  return null;
}

/** @param {string} program */
function limitRate(program) {
  const { stdout } = spawnSync(program, ['gaussian', String(2 ** 18), '256', '20'], {
    encoding: 'utf8',
  });
  return JSON.parse(stdout).rate;
}

/** @param {{ name: string, version: string, threads: number, rates: number[] }[]} all */
function print(all) {
  /** @param {number[]} values */
  const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];
  /** @param {string} start */
  const rateOf = (start) => {
    const row = all.find(({ name }) => name.startsWith(start));
    return row ? median(row.rates) : Number.NaN;
  };
  const [most, cpu] = [rateOf('C++'), rateOf('Saddlescape, CPU')];
  /** @param {number} value */
  const share = (value) => (Number.isFinite(value) ? value.toPrecision(2) : '');
  console.log(
    '| who | threads | M particle-steps/s (median, range) | of C++ | speed-up of our CPU engine |',
  );
  console.log('|---|---|---|---|---|');
  for (const { name, version, threads, rates } of all) {
    const rate = median(rates);
    const range = `${Math.min(...rates).toPrecision(3)} to ${Math.max(...rates).toPrecision(3)}`;
    console.log(
      `| ${name} ${version}`.trim() +
        ` | ${threads || ''} | ${rate.toPrecision(3)} (${range}) | ${share(rate / most)} | ${share(cpu / rate)} |`,
    );
  }
}
