import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { create, globals } from 'webgpu';
import { EXTRA_SLOTS, NEVER } from '../src/engine/constants';
import { createCpuEngine } from '../src/engine/cpu/cpu-engine';
import type { CpuKernels } from '../src/engine/cpu/kernels';
import type { GeneratorName } from '../src/engine/engine';
import { requestDevice } from '../src/engine/gpu/device';
import { foldedGroups } from '../src/engine/gpu/dispatch';
import { allShaders } from '../src/engine/gpu/later-shaders';
import { BINDING, Pipelines } from '../src/engine/gpu/pipelines';
import { rooflineLibrary } from '../src/engine/gpu/roofline';
import { pack, RUN, WORK } from '../src/engine/layout';
import { runParameters } from '../src/engine/run-parameters';
import { histogramEdges } from '../src/spec/histogram-edges';
import { parseSpec } from '../src/spec/schema';

/** Measures the kernels beside each other; method and results in docs/benchmarks.md. */

const PARTICLES = 2 ** 18;
const STEPS = 256;
/**
 * Particles of the CPU engine: enough to time, and what the kernels' answers are checked against.
 */
const CPU_PARTICLES = 2 ** 15;
const WORKGROUP = 64;
/**
 * Time a variant gets in a round, in seconds of all hardware threads together or, on a real GPU, of
 * the clock.
 */
const ROUND_SECONDS = 0.6;
const THREADS = availableParallelism();

export interface Options {
  rounds: number;
  /** Path of the program made of cpu-limit.cpp, or null. */
  cpuLimit: string | null;
  /** Shaders to measure beside the product's own, by file. */
  against: Record<string, string> | null;
}

export interface Row {
  variant: string;
  /**
   * Million particle-steps per second in every round, all hardware threads busy; NaN where nothing
   * is stepped.
   */
  rates: number[];
  /** Seconds one dispatch takes in every round, 0 for what is not dispatched. */
  seconds: number[];
}

export interface Report {
  adapter: string;
  software: boolean;
  threads: number;
  particles: number;
  steps: number;
  rows: Row[];
}

/** What a variant is measured by; `run` gives the seconds that its `repeats` took. */
interface Variant {
  row: Row;
  particles: number;
  steps: number;
  repeats: number;
  run(repeats: number): Promise<number>;
}

interface State {
  positions: Float32Array;
  passages: Uint32Array;
}

Object.assign(globalThis, globals);
/**
 * Kept for the life of the process: Dawn's instance must not be collected while its threads run.
 */
const gpu = create([]) as GPU;

/** @throws Error when a kernel gives a wrong answer: it gets no number. */
export async function measure({ rounds, cpuLimit, against }: Options): Promise<Report> {
  const handle = await requestDevice(gpu);
  const bench = new Bench(handle.device, handle.fallback);
  const gaussian = parseSpec({ ensemble: { particles: PARTICLES } });
  const twoPoint = parseSpec({ ensemble: { particles: PARTICLES }, noise: { law: 'two-point' } });

  const variants = [
    await bench.advance(
      'generator and normals alone (roofline)',
      rooflineLibrary,
      gaussian,
      'sfc32',
      checkSums,
    ),
  ];
  for (const [name, spec, generator, particles] of [
    ['two normals a step', gaussian, 'sfc32', PARTICLES],
    ['two-point noise', twoPoint, 'sfc32', PARTICLES],
    ['two normals a step, philox4x32', gaussian, 'philox4x32', PARTICLES / 8], // slow
  ] as const) {
    const expected = await cpuState(spec, generator);
    const check = (state: State) => checkState(name, state, expected);
    variants.push(await bench.advance(name, allShaders, spec, generator, check, particles));
    if (against)
      variants.push(
        await bench.advance(`${name}, other shaders`, against, spec, generator, check, particles),
      );
  }
  variants.push(await bench.escape('escape kernel, two normals a step, nothing escapes', gaussian));
  variants.push(await bench.histogram('histogram', gaussian));
  for (const [name, spec, kernels] of [
    ['CPU engine, SIMD, two normals, 1 thread', gaussian, 'fastest'],
    ['CPU engine, SIMD, two-point, 1 thread', twoPoint, 'fastest'],
    ['CPU engine, float64, two normals, 1 thread', gaussian, 'float64'],
    ['CPU engine, float64, two-point, 1 thread', twoPoint, 'float64'],
  ] as const)
    variants.push(await cpuEngine(name, spec, kernels));
  if (cpuLimit)
    for (const [law, spec] of [
      ['gaussian', gaussian],
      ['two-point', twoPoint],
    ] as const)
      variants.push(await cppLimit(cpuLimit, law, await cpuState(spec, 'sfc32')));

  for (const variant of variants) {
    // The first run compiles and warms; the second tells how many fill a round.
    await variant.run(1);
    variant.repeats = Math.max(1, Math.ceil(ROUND_SECONDS / THREADS / (await variant.run(1))));
  }
  for (let round = 0; round < rounds; round++) {
    console.error(`round ${round + 1} of ${rounds}`);
    for (const { row, particles, steps, repeats, run } of variants) {
      const seconds = (await run(repeats)) / repeats;
      row.seconds.push(seconds);
      row.rates.push((1e-6 * particles * steps) / seconds);
    }
  }
  if (handle.error) throw new Error(handle.error.message);
  return {
    adapter: handle.adapter,
    software: handle.fallback,
    threads: THREADS,
    particles: PARTICLES,
    steps: STEPS,
    rows: variants.map(({ row }) => row),
  };
}

/** Kernels on one device, each with buffers of its own population. */
class Bench {
  private readonly sleeper = new Int32Array(new SharedArrayBuffer(4));
  /** Population after STEPS steps of the Gaussian spec, what the histogram counts. */
  private spread: State | null = null;

  constructor(
    private readonly device: GPUDevice,
    private readonly software: boolean,
  ) {}

  async advance(
    name: string,
    library: Readonly<Record<string, string>>,
    spec: ReturnType<typeof parseSpec>,
    generator: GeneratorName,
    check: (state: State) => void,
    particles = PARTICLES,
  ): Promise<Variant> {
    const { device } = this;
    const pipelines = new Pipelines(device, library);
    const tuning = { workgroupSize: WORKGROUP, particlesPerInvocation: 1 };
    const pipeline = await pipelines.advance(spec, generator, tuning, true);
    const fresh = this.buffer(
      new Float32Array(PARTICLES).fill(spec.start.kind === 'point' ? spec.start.x[0] : 0),
    );
    const never = this.buffer(new Uint32Array(PARTICLES).fill(NEVER));
    const positions = this.buffer(new Float32Array(PARTICLES));
    const passages = this.buffer(new Uint32Array(PARTICLES));
    const group = this.group(pipelines.layout('advance'), {
      runs: this.uniform(pack(RUN, runParameters(spec))),
      work: this.uniform(
        pack(WORK, { firstParticle: 0, endParticle: particles, firstStep: 0, endStep: STEPS }),
      ),
      positions,
      passages,
      samples: this.buffer(new Int32Array(4)), // of a data set that nobody looks at
    });
    const run = this.runner((encoder) => {
      encoder.copyBufferToBuffer(fresh, 0, positions, 0, 4 * PARTICLES);
      encoder.copyBufferToBuffer(never, 0, passages, 0, 4 * PARTICLES);
      this.pass(encoder, pipeline, group, particles, WORKGROUP);
    });
    await run(1);
    const state = {
      positions: new Float32Array(await this.read(positions)).subarray(0, particles),
      passages: new Uint32Array(await this.read(passages)).subarray(0, particles),
    };
    check(state);
    if (library === allShaders && spec.noise.law === 'gaussian') this.spread ??= state;
    return variant(name, particles, STEPS, run);
  }

  /**
   * The escape kernel to the same number of steps. Its first passages are held against the CPU's at
   * a radius that some leave.
   */
  async escape(name: string, spec: ReturnType<typeof parseSpec>): Promise<Variant> {
    const { device } = this;
    const pipelines = new Pipelines(device);
    const time = { ...spec.time, steps: STEPS };
    const near = parseSpec({ ...spec, time, escape: { radius: 1.5 } });
    const far = parseSpec({ ...spec, time, escape: { radius: 1e6 } });
    const pipeline = await pipelines.escape(spec, 'sfc32', WORKGROUP);
    const tiles = new Uint32Array((4 * PARTICLES) / WORKGROUP);
    for (let tile = 0; tile < PARTICLES / WORKGROUP; tile++)
      tiles.set([0, WORKGROUP * tile, WORKGROUP * (tile + 1), WORKGROUP * tile], 4 * tile);
    const passages = this.buffer(new Uint32Array(PARTICLES));
    const runner = (one: typeof spec) => {
      const group = this.group(pipelines.layout('escape'), {
        runs: this.buffer(new Uint8Array(pack(RUN, runParameters(one)))),
        work: this.uniform(
          pack(WORK, {
            firstParticle: 0,
            endParticle: PARTICLES / WORKGROUP,
            firstStep: 0,
            endStep: STEPS,
          }),
        ),
        positions: this.buffer(new Float32Array(4)), // of legs, of which there is one
        passages,
        samples: this.buffer(new Int32Array(4)),
        tiles: this.buffer(tiles),
      });
      return this.runner((encoder) => this.pass(encoder, pipeline, group, PARTICLES, WORKGROUP));
    };
    await runner(near)(1);
    const found = new Uint32Array(await this.read(passages));
    const expected = await createCpuEngine().escapeSteps(near, 0, CPU_PARTICLES);
    let different = 0;
    for (let i = 0; i < CPU_PARTICLES; i++) if (found[i] !== (expected[i] || NEVER)) different++;
    if (different > CPU_PARTICLES / 1000 || !expected.some((step) => step > 0))
      throw new Error(
        `${name}: ${different} of ${CPU_PARTICLES} first passages are not the CPU engine's.`,
      );
    const run = runner(far);
    await run(1);
    if (new Uint32Array(await this.read(passages)).some((step) => step !== NEVER))
      throw new Error(`${name}: a replica escaped.`);
    return variant(name, PARTICLES, STEPS, run);
  }

  async histogram(name: string, spec: ReturnType<typeof parseSpec>): Promise<Variant> {
    const { device, spread } = this;
    if (!spread) throw new Error('The histogram needs a population.');
    const tuning = { workgroupSize: 256, particlesPerInvocation: 16 }; // as in src/engine/gpu/gpu-ensemble.ts
    const pipelines = new Pipelines(device);
    const pipeline = await pipelines.histogram(spec.histogram.bins, tuning);
    const slots = this.buffer(new Uint32Array(spec.histogram.bins + EXTRA_SLOTS));
    const group = this.group(pipelines.layout('histogram'), {
      runs: this.uniform(pack(RUN, runParameters(spec))),
      work: this.uniform(
        pack(WORK, { firstParticle: 0, endParticle: PARTICLES, firstStep: 0, endStep: 0 }),
      ),
      positions: this.buffer(spread.positions),
      passages: this.buffer(spread.passages),
      edges: this.buffer(histogramEdges(spec.histogram)),
      slots,
    });
    const run = this.runner((encoder) => {
      encoder.clearBuffer(slots);
      const threads = PARTICLES / tuning.particlesPerInvocation;
      this.pass(encoder, pipeline, group, threads, tuning.workgroupSize);
    });
    await run(1);
    const counts = new Uint32Array(await this.read(slots)).subarray(0, spec.histogram.bins + 2);
    const counted = counts.reduce((sum, count) => sum + count, 0);
    if (counted !== PARTICLES)
      throw new Error(`${name} counted ${counted} of ${PARTICLES} particles.`);
    return variant(name, PARTICLES, Number.NaN, run);
  }

  /**
   * Times submits. On a software adapter by the CPU time of all threads but this one, which Dawn
   * makes busy itself while a promise is pending: it sleeps through most of the work, so as not to
   * take a core from the adapter.
   */
  private runner(
    record: (encoder: GPUCommandEncoder) => void,
  ): (repeats: number) => Promise<number> {
    let expected = 0;
    return async (repeats) => {
      await this.device.queue.onSubmittedWorkDone();
      const byCpu = this.software && process.platform === 'linux';
      const started = performance.now();
      const before = adapterSeconds();
      for (let repeat = 0; repeat < repeats; repeat++) {
        const encoder = this.device.createCommandEncoder();
        record(encoder);
        this.device.queue.submit([encoder.finish()]);
      }
      if (byCpu) this.sleep(before, 0.85 * expected * repeats);
      await this.device.queue.onSubmittedWorkDone();
      const busy = adapterSeconds() - before;
      expected = Math.min(expected || Number.POSITIVE_INFINITY, busy / repeats);
      return byCpu ? busy / THREADS : (performance.now() - started) / 1e3;
    };
  }

  /**
   * Waits until the adapter's threads have worked for `seconds` since `before`, or work no more.
   */
  private sleep(before: number, seconds: number): void {
    let last = 0;
    for (let idle = 0; idle < 20; ) {
      const busy = adapterSeconds() - before;
      if (busy >= seconds) return;
      idle = busy > last + 1e-3 ? 0 : idle + 1;
      last = Math.max(last, busy);
      Atomics.wait(this.sleeper, 0, 0, 5);
    }
  }

  private pass(
    encoder: GPUCommandEncoder,
    pipeline: GPUComputePipeline,
    group: GPUBindGroup,
    threads: number,
    workgroupSize: number,
  ): void {
    const pass = encoder.beginComputePass();
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, group);
    pass.dispatchWorkgroups(
      ...foldedGroups(threads, workgroupSize, this.device.limits.maxComputeWorkgroupsPerDimension),
    );
    pass.end();
  }

  private buffer(data: ArrayBufferView): GPUBuffer {
    const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;
    const buffer = this.device.createBuffer({ size: data.byteLength, usage });
    this.device.queue.writeBuffer(buffer, 0, data as BufferSource);
    return buffer;
  }

  private uniform(data: ArrayBuffer): GPUBuffer {
    const usage = GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST;
    const buffer = this.device.createBuffer({ size: data.byteLength, usage });
    this.device.queue.writeBuffer(buffer, 0, data);
    return buffer;
  }

  private group(
    layout: GPUBindGroupLayout,
    buffers: Partial<Record<keyof typeof BINDING, GPUBuffer>>,
  ): GPUBindGroup {
    return this.device.createBindGroup({
      layout,
      entries: Object.entries(buffers).map(([name, buffer]) => ({
        binding: BINDING[name as keyof typeof BINDING],
        resource: { buffer },
      })),
    });
  }

  private async read(source: GPUBuffer): Promise<ArrayBuffer> {
    const usage = GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST;
    const staging = this.device.createBuffer({ size: source.size, usage });
    const encoder = this.device.createCommandEncoder();
    encoder.copyBufferToBuffer(source, 0, staging, 0, source.size);
    this.device.queue.submit([encoder.finish()]);
    await staging.mapAsync(GPUMapMode.READ);
    const data = staging.getMappedRange().slice(0);
    staging.destroy();
    return data;
  }
}

function variant(name: string, particles: number, steps: number, run: Variant['run']): Variant {
  return { row: { variant: name, rates: [], seconds: [] }, particles, steps, repeats: 1, run };
}

/**
 * CPU time of every thread of this process but the main one, in seconds; the main one's is known to
 * 10 ms.
 */
function adapterSeconds(): number {
  const { user, system } = process.cpuUsage();
  return 1e-6 * (user + system) - mainThreadSeconds();
}

function mainThreadSeconds(): number {
  if (process.platform !== 'linux') return 0;
  // Fields 14 and 15, in ticks of 1/100 s; the second field, a name in brackets, may hold blanks.
  const text = readFileSync(`/proc/self/task/${process.pid}/stat`, 'utf8');
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

/** The CPU engine's answer on the first particles. */
async function cpuState(
  spec: ReturnType<typeof parseSpec>,
  generator: GeneratorName,
): Promise<State> {
  const few = { ...spec, ensemble: { ...spec.ensemble, particles: CPU_PARTICLES } };
  const ensemble = await createCpuEngine().create(few, { generator });
  await ensemble.advance(STEPS);
  const passages = (await ensemble.readEscapeSteps(CPU_PARTICLES)).map((step) => step || NEVER);
  return { positions: await ensemble.read(CPU_PARTICLES), passages };
}

/** The CPU engine on the calling thread, by the clock of its CPU time. */
async function cpuEngine(
  name: string,
  spec: ReturnType<typeof parseSpec>,
  kernels: CpuKernels,
): Promise<Variant> {
  const few = { ...spec, ensemble: { ...spec.ensemble, particles: CPU_PARTICLES } };
  if (kernels === 'fastest') {
    const ensemble = await createCpuEngine(kernels).create(few);
    await ensemble.advance(STEPS);
    const passages = await ensemble.readEscapeSteps(CPU_PARTICLES);
    const state = {
      positions: await ensemble.read(CPU_PARTICLES),
      passages: passages.map((step) => step || NEVER),
    };
    checkState(name, state, await cpuState(spec, 'sfc32'));
  }
  return variant(name, CPU_PARTICLES, STEPS, async (repeats) => {
    let busy = 0;
    for (let repeat = 0; repeat < repeats; repeat++) {
      const ensemble = await createCpuEngine(kernels).create(few, { submitMilliseconds: 10_000 });
      const before = process.cpuUsage();
      await ensemble.advance(STEPS);
      const { user, system } = process.cpuUsage(before);
      busy += 1e-6 * (user + system);
    }
    return busy;
  });
}

/** Prints of cpu-limit.cpp. */
interface Limit {
  rate: number;
  inside: number;
  escaped: number;
}

async function cppLimit(program: string, law: string, expected: State): Promise<Variant> {
  const work = 1e-6 * PARTICLES * STEPS;
  const run = (repeats: number): Limit =>
    JSON.parse(
      execFileSync(program, [law, `${PARTICLES}`, `${STEPS}`, `${repeats}`], { encoding: 'utf8' }),
    );
  const name = `C++, ${law === 'gaussian' ? 'two normals a step' : 'two-point noise'}, all threads (limit)`;
  const { inside, escaped } = run(1);
  const shares = sharesOf(expected);
  checkShare(`${name}: |x| < 1`, inside, shares.inside);
  checkShare(`${name}: escaped`, escaped, shares.escaped);
  return variant(name, PARTICLES, STEPS, async (repeats) => (work / run(repeats).rate) * repeats);
}

function sharesOf({ positions, passages }: State): { inside: number; escaped: number } {
  return {
    inside: positions.filter((x) => Math.abs(x) < 1).length / positions.length,
    escaped: passages.filter((step) => step !== NEVER).length / passages.length,
  };
}

/**
 * Holds a share of PARTICLES against one of CPU_PARTICLES, both random: five standard deviations.
 */
function checkShare(what: string, share: number, expected: number): void {
  const tolerance = 5 * Math.sqrt(expected * (1 - expected) * (1 / PARTICLES + 1 / CPU_PARTICLES));
  if (!(Math.abs(share - expected) <= tolerance))
    throw new Error(
      `${what}: ${share} of the particles, expected ${expected} within ${tolerance}.`,
    );
}

/**
 * The same words on both engines: one particle in a thousand may fall on the other side by
 * rounding.
 */
function checkState(name: string, state: State, expected: State): void {
  let different = 0;
  for (let i = 0; i < CPU_PARTICLES; i++)
    if (
      Math.abs(state.positions[i]) < 1 !== Math.abs(expected.positions[i]) < 1 ||
      state.passages[i] !== expected.passages[i]
    )
      different++;
  if (different > CPU_PARTICLES / 1000)
    throw new Error(
      `${name}: ${different} of ${CPU_PARTICLES} particles are not where the CPU engine has them.`,
    );
  const shares = sharesOf(expected);
  const all = sharesOf(state);
  checkShare(`${name}: |x| < 1`, all.inside, shares.inside);
  checkShare(`${name}: escaped`, all.escaped, shares.escaped);
}

/** Sums of 2 STEPS standard normals: mean and variance within five standard deviations. */
function checkSums({ positions }: State): void {
  const variance = 2 * STEPS;
  const mean = positions.reduce((sum, x) => sum + x, 0) / PARTICLES;
  const square = positions.reduce((sum, x) => sum + x * x, 0) / PARTICLES;
  if (
    !(Math.abs(mean) <= 5 * Math.sqrt(variance / PARTICLES)) ||
    !(Math.abs(square - variance) <= 5 * variance * Math.sqrt(2 / PARTICLES))
  )
    throw new Error(
      `The roofline's sums have mean ${mean} and mean square ${square}, expected 0 and ${variance}.`,
    );
}
