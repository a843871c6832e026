import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { create, globals } from 'webgpu';
import { EXTRA_SLOTS, NEVER } from '../src/engine/constants';
import { createCpuEngine } from '../src/engine/cpu/cpu-engine';
import { hasSimdKernel } from '../src/engine/cpu/simd/simd-kernel';
import type { GeneratorName, Tuning } from '../src/engine/engine';
import { requestDevice } from '../src/engine/gpu/device';
import { countingTuning, foldedGroups } from '../src/engine/gpu/dispatch';
import { firstTuning } from '../src/engine/gpu/gpu-engine';
import { gpuRun } from '../src/engine/gpu/gpu-run';
import { allShaders } from '../src/engine/gpu/later-shaders';
import { BINDING, Pipelines } from '../src/engine/gpu/pipelines';
import { lanesOf } from '../src/engine/gpu/plain-files';
import { escapeFiles } from '../src/engine/gpu/region-files';
import { rooflineLibrary } from '../src/engine/gpu/roofline';
import { pack, RUN, WORK } from '../src/engine/layout';
import { runParameters } from '../src/engine/run-parameters';
import { histogramEdges } from '../src/spec/histogram-edges';
import { parseSpec } from '../src/spec/schema';
// All kinds, before a spec is read.
import '../src/models/all-models';
import { checkShares, checkState, checkSums } from './checks';
import { cppLimit, cpuEngine, cpuState, hasFusedKernels } from './cpu-variants';
import { methodSpecs } from './methods';
import {
  CPU_PARTICLES,
  PARTICLES,
  type Row,
  STEPS,
  type State,
  type Variant,
  variant,
  WORKGROUP,
} from './variant';

/** Measures the kernels beside each other; method and results in docs/benchmarks.md. */

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
  /** Shaders to measure beside the product's: by the name of their folder, then by file. */
  against: Record<string, Record<string, string>>;
  /** Whether those are of an older stream, and so held by the law alone. */
  olderStream: boolean;
  /** Only the variants whose name matches are measured. */
  only: RegExp;
}

export interface Report {
  adapter: string;
  software: boolean;
  threads: number;
  particles: number;
  steps: number;
  rows: Row[];
}

Object.assign(globalThis, globals);
/** Kept for the life of the process: it must not be collected while its threads run. */
const gpu = create([]) as GPU;

/** @throws Error when a kernel gives a wrong answer: it gets no number. */
export async function measure(options: Options): Promise<Report> {
  const { rounds, cpuLimit, against, olderStream, only } = options;
  const handle = await requestDevice(gpu);
  const bench = new Bench(handle.device, handle.fallback, firstTuning(handle.adapter));
  const gaussian = parseSpec({ ensemble: { particles: PARTICLES } });
  const oneNormal = parseSpec({ ensemble: { particles: PARTICLES }, noise: { normals: 1 } });
  const twoPoint = parseSpec({ ensemble: { particles: PARTICLES }, noise: { law: 'two-point' } });
  const variants: Variant[] = [];
  // Other folders may lack files that are asked for now.
  const others = Object.entries(against).map(
    ([folder, files]) => [`, shaders of ${folder}`, { ...allShaders, ...files }] as const,
  );
  const add = async (name: string, make: () => Promise<Variant>) => {
    if (only.test(name)) variants.push(await make());
  };
  const alone = 'generator and normals alone (roofline)';
  await add(alone, () => bench.advance(alone, rooflineLibrary, gaussian, 'sfc32', checkSums));
  for (const [name, spec, generator, particles] of [
    ['two normals a step', gaussian, 'sfc32', PARTICLES],
    ['one normal a step', oneNormal, 'sfc32', PARTICLES],
    ['two-point noise', twoPoint, 'sfc32', PARTICLES],
    ['two normals a step, philox4x32', gaussian, 'philox4x32', PARTICLES / 8], // slow
  ] as const) {
    const expected = await cpuState(spec, generator);
    const check = (state: State) => checkState(name, state, expected);
    await add(name, () => bench.advance(name, allShaders, spec, generator, check, particles));
    for (const [words, change] of otherTunings(bench.tuning)) {
      const also = `${name}, ${words}`;
      if (generator === 'sfc32' || !change.lanes)
        await add(also, () =>
          bench.advance(also, allShaders, spec, generator, check, particles, change),
        );
    }
    const checkOther = olderStream ? (state: State) => checkShares(name, state, expected) : check;
    for (const [suffix, library] of others)
      await add(name + suffix, () =>
        bench.advance(name + suffix, library, spec, generator, checkOther, particles),
      );
  }
  // Formulas have no SIMD kernel: those of their models would be no comparison.
  for (const [name, spec, fastest] of [
    ...spelledPairs().map((pair) => [...pair, false] as const),
    ...methodSpecs().map((method) => [...method, true] as const),
  ]) {
    await add(name, async () => {
      const expected = await cpuState(spec, 'sfc32');
      const check = (state: State) => checkState(name, state, expected);
      return bench.advance(name, allShaders, spec, 'sfc32', check, PARTICLES / 4);
    });
    const simd = fastest && hasSimdKernel(spec, 'sfc32');
    const own = `CPU engine, ${simd ? 'SIMD' : 'float64'}, ${name}, 1 thread`;
    await add(own, () => cpuEngine(own, spec, simd ? 'fastest' : 'float64'));
  }
  const escaping = 'escape kernel, two normals a step, nothing escapes';
  for (const [suffix, library] of [['', allShaders] as const, ...others]) {
    await add(escaping + suffix, () => bench.escape(escaping + suffix, library, gaussian));
    await add(`histogram${suffix}`, () => bench.histogram(`histogram${suffix}`, library, gaussian));
  }
  for (const [name, spec, kernels] of [
    ['CPU engine, SIMD, two normals, 1 thread', gaussian, 'fastest'],
    ['CPU engine, fused SIMD, two normals, 1 thread', gaussian, 'fused'],
    ['CPU engine, SIMD, one normal, 1 thread', oneNormal, 'fastest'],
    ['CPU engine, SIMD, two-point, 1 thread', twoPoint, 'fastest'],
    ['CPU engine, float64, two normals, 1 thread', gaussian, 'float64'],
    ['CPU engine, float64, two-point, 1 thread', twoPoint, 'float64'],
  ] as const)
    if (kernels !== 'fused' || hasFusedKernels())
      await add(name, () => cpuEngine(name, spec, kernels));
  if (cpuLimit)
    for (const [law, spec] of [
      ['gaussian', gaussian],
      ['two-point', twoPoint],
    ] as const)
      await add('C++', async () => cppLimit(cpuLimit, law, await cpuState(spec, 'sfc32')));

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

/** What differs in one way, with the words for it. */
function otherTunings({ shift, lanes }: Tuning): [string, Partial<Tuning>][] {
  const other = shift === 'native' ? 'by-float' : 'native';
  const width = lanes === 1 ? 2 : 1;
  return [
    [`shift ${other}`, { shift: other }],
    [`lanes ${width}`, { lanes: width }],
  ];
}

/** Models of ours, each with the formulas that spell it. */
function spelledPairs(): [string, ReturnType<typeof parseSpec>][] {
  const ensemble = { particles: PARTICLES };
  const common = { ensemble, time: { dt: 1 }, start: { kind: 'point', x: [0.3] } };
  const noise = { sigma: 0.4, tau: 0.2 };
  const saddle = { ...common, noise, loss: { kind: 'saddle', a: [0.1] } };
  const spelledSaddle = { kind: 'formula', f: '-(0.1 + xi)*x^2/2 - eta*x', coordinates: 1 };
  const well = { ...common, start: { kind: 'point', x: [-1.5, 0.5] } };
  const wellRate = { learningRate: 0.02 };
  const adam = { learningRate: 0.05, beta1: 0.9, beta2: 0.99, epsilon: 1e-6 };
  const pairs: [string, object][] = [
    ['saddle', { ...saddle, optimizer: { learningRate: 0.5 } }],
    ['saddle, spelled', { ...saddle, loss: spelledSaddle, optimizer: { learningRate: 0.5 } }],
    [
      'double well',
      { ...well, loss: { kind: 'double-well' }, noise: { shake: 0.5 }, optimizer: wellRate },
    ],
    [
      'double well, spelled',
      {
        ...well,
        loss: {
          kind: 'formula',
          f: '(y + eta)^2 + (x + xi)^4/4 - 5*(x + xi)^3/6 - (x + xi)^2/2 + 5*(x + xi)/4 + 2',
          coordinates: 2,
        },
        noise: { sigma: 0.5, tau: 0.5 },
        optimizer: wellRate,
      },
    ],
    ['Adam', { ...saddle, optimizer: { kind: 'adam', ...adam } }],
    [
      'Adam, spelled',
      {
        ...saddle,
        optimizer: {
          kind: 'formula',
          learningRate: 0.05,
          step: 'm/(1 - b1^n) / (sqrt(v/(1 - b2^n)) + 1e-6)',
          memory: ['m: b1*m + (1 - b1)*g', 'v: b2*v + (1 - b2)*g^2'],
          parameters: { b1: 0.9, b2: 0.99 },
        },
      },
    ],
  ];
  return pairs.map(([name, spec]) => [name, parseSpec(spec)]);
}

/** Kernels on one device, each with buffers of its own population. */
class Bench {
  private readonly sleeper = new Int32Array(new SharedArrayBuffer(4));
  /** Population after STEPS steps of the Gaussian spec, what the histogram counts. */
  private spread: State | null = null;

  constructor(
    private readonly device: GPUDevice,
    private readonly software: boolean,
    /** As the engine lays work out on this adapter. */
    readonly tuning: Tuning,
  ) {}

  async advance(
    name: string,
    library: Readonly<Record<string, string>>,
    spec: ReturnType<typeof parseSpec>,
    generator: GeneratorName,
    check: (state: State) => void,
    particles = PARTICLES,
    change: Partial<Tuning> = {},
  ): Promise<Variant> {
    const { device } = this;
    const pipelines = new Pipelines(device, library);
    const tuning = { ...this.tuning, workgroupSize: WORKGROUP, ...change };
    const lanes = lanesOf(spec, generator, false, tuning.lanes);
    const pipeline = await pipelines.advance(spec, generator, { ...tuning, lanes }, true);
    const { coordinateCount, memoryRows } = runParameters(spec);
    const rows = new Float32Array(coordinateCount * (1 + memoryRows) * PARTICLES);
    for (let coordinate = 0; coordinate < coordinateCount; coordinate++) {
      const x = spec.start.kind === 'point' ? spec.start.x[coordinate] : 0;
      rows.fill(x, coordinate * PARTICLES, (coordinate + 1) * PARTICLES);
    }
    const fresh = this.buffer(rows);
    const never = this.buffer(new Uint32Array(PARTICLES).fill(NEVER));
    const positions = this.buffer(new Float32Array(rows.length));
    const passages = this.buffer(new Uint32Array(PARTICLES));
    const group = this.group(pipelines.layout('advance'), {
      runs: this.uniform(pack(RUN, gpuRun(spec))),
      work: this.uniform(
        pack(WORK, { firstParticle: 0, endParticle: particles, firstStep: 0, endStep: STEPS }),
      ),
      positions,
      passages,
      samples: this.buffer(new Int32Array(4)), // of a data set that nobody looks at
      exits: this.buffer(new Uint32Array(1)), // which nobody keeps
    });
    const run = this.runner((encoder) => {
      encoder.copyBufferToBuffer(fresh, 0, positions, 0, rows.byteLength);
      encoder.copyBufferToBuffer(never, 0, passages, 0, 4 * PARTICLES);
      this.pass(encoder, pipeline, group, particles / lanes, WORKGROUP);
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
  async escape(
    name: string,
    library: Readonly<Record<string, string>>,
    spec: ReturnType<typeof parseSpec>,
  ): Promise<Variant> {
    const { device } = this;
    const pipelines = new Pipelines(device, library);
    const time = { ...spec.time, steps: STEPS };
    const near = parseSpec({ ...spec, time, escape: { radius: 1.5 } });
    const far = parseSpec({ ...spec, time, escape: { radius: 1e6 } });
    const files = escapeFiles(spec, 'sfc32', this.tuning.shift);
    const pipeline = await pipelines.compute('escape', files, 'escape', {
      workgroup_size: WORKGROUP,
    });
    const tiles = new Uint32Array((4 * PARTICLES) / WORKGROUP);
    for (let tile = 0; tile < PARTICLES / WORKGROUP; tile++)
      tiles.set([0, WORKGROUP * tile, WORKGROUP * (tile + 1), WORKGROUP * tile], 4 * tile);
    const passages = this.buffer(new Uint32Array(PARTICLES));
    const runner = (one: typeof spec) => {
      const group = this.group(pipelines.layout('escape'), {
        runs: this.buffer(new Uint8Array(pack(RUN, gpuRun(one)))),
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

  async histogram(
    name: string,
    library: Readonly<Record<string, string>>,
    spec: ReturnType<typeof parseSpec>,
  ): Promise<Variant> {
    const { device, spread } = this;
    if (!spread) throw new Error('The histogram needs a population.');
    const tuning = countingTuning(PARTICLES, this.software);
    const pipelines = new Pipelines(device, library);
    const pipeline = await pipelines.histogram(spec, tuning);
    const slots = this.buffer(new Uint32Array(spec.histogram.bins + EXTRA_SLOTS));
    const group = this.group(pipelines.layout('histogram'), {
      runs: this.uniform(pack(RUN, gpuRun(spec))),
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
