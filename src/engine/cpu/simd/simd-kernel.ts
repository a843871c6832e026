import { lossModel, noiseModel, optimizerModel, scheduleModel } from '../../../models/registry';
import { formulaOf, noiseFormulaOf, stepFormulaOf } from '../../../spec/formula-of';
import { isSeparable, seesNoise, takesOneNormal } from '../../../spec/rates';
import { dimensionOf, isListed, type Spec } from '../../../spec/spec';
import { NEVER } from '../../constants';
import type { GeneratorName } from '../../engine';
import { EngineLimitError } from '../../errors';
import { noiseFile } from '../../kernel-files';
import { packFrom } from '../../layout';
import { type RunParameters, rowCount } from '../../run-parameters';
import type { scaleRows } from '../../scales';
import type { CpuKernels } from '../kernels';
import opening from './assembly/kernel.ts?wasm-opening';
import type { FormulaTexts, KernelFormulas } from './formulas';
import { HAS_ALL } from './has-all';
import { SIMD_KINDS, SIMD_PARAMETERS } from './layout';

/** Kernels that are WebAssembly where it can do a spec. */
export type SimdKernels = Exclude<CpuKernels, 'float64'>;

/** Particles that move side by side: two vectors of four lanes. */
export const LANES = 8;

/** What the module exports: assembly/kernel.ts. */
export interface Exports {
  memory: WebAssembly.Memory;
  table: WebAssembly.Table;
  HEAP: WebAssembly.Global;
  PARAMETERS: WebAssembly.Global;
  start(first: number, end: number, offset: number): void;
  advance(first: number, end: number, offset: number, firstStep: number, endStep: number): void;
  escape(first: number, end: number, offset: number, steps: number): void;
}

const PAGE_BYTES = 65536;

/** Parameters of runs without formulas. */
export const NO_FORMULAS = {
  lossFunction: 0,
  stepFunction: 0,
  steadyFunction: 0,
  noiseFunction: 0,
  lossVariables: 0,
  stepVariables: 0,
  steadyVariables: 0,
  noiseVariables: 0,
  steadyCount: 0,
  kept: 0,
};

type KindList = keyof typeof SIMD_KINDS;

/** Names by which the kernel knows the kinds of a spec; null for those that nobody wrote there. */
function kindsOf(spec: Spec): Record<KindList, string | null> {
  const { loss, noise, optimizer, start } = spec;
  const file = noiseFile(spec);
  return {
    // Batches of coins have a file of their own.
    law: !seesNoise(spec) ? 'none' : file === noise.law ? noiseModel(noise).simd : file,
    optimizer: optimizerModel(optimizer).simd,
    schedule: scheduleModel(optimizer).simd,
    start: start.kind,
    loss: lossModel(loss).simd,
  };
}

function numberOf(list: KindList, kind: string | null): number {
  return (SIMD_KINDS[list] as readonly (string | null)[]).indexOf(kind);
}

/** @throws Error where the kernel does not know a kind. */
function numbersOf(spec: Spec): Record<KindList, number> {
  const numbers = Object.entries(kindsOf(spec)).map(([list, kind]) => {
    const number = numberOf(list as KindList, kind);
    if (number < 0) throw new Error(`The SIMD kernel does not know the ${list} of this run.`);
    return [list, number];
  });
  return Object.fromEntries(numbers);
}

/** In place of the coordinate of a region: it is of the mean loss. Another is in regions.ts. */
export const OF_LOSS = NEVER - 1;

/**
 * Of a run, the ends of its region in float32 and the coordinate that they are of: NEVER where of
 * all, OF_LOSS where of the mean loss.
 */
export function endsOf({ escape: { region } }: Spec, run: RunParameters) {
  const coordinate = region === 'loss' ? OF_LOSS : run.regionCoordinate;
  return {
    regionCoordinate: region ? coordinate : NEVER,
    regionLow: Math.fround(region ? run.regionLow : -run.radius),
    regionHigh: Math.fround(region ? run.regionHigh : run.radius),
  };
}

/**
 * Whether the SIMD kernel can do a spec: it knows every kind in it. It depends on the spec alone and
 * not on the machine, so that a spec has the same integers on every CPU.
 */
export function hasSimdKernel(spec: Spec, generator: GeneratorName): boolean {
  return (
    generator === 'sfc32' &&
    (spec.escape.region !== 'loss' || (HAS_ALL && knowsLossOf(spec))) &&
    (HAS_ALL || !hasFormula(spec)) &&
    Object.entries(kindsOf(spec)).every(([list, kind]) => numberOf(list as KindList, kind) >= 0)
  );
}

/** Whether a kind of a spec is a formula. */
function hasFormula(spec: Spec): boolean {
  return Object.values(textsOf(spec)).some((text) => text !== null);
}

function textsOf(spec: Spec): FormulaTexts {
  return { loss: formulaOf(spec), step: stepFormulaOf(spec), noise: noiseFormulaOf(spec) };
}

/**
 * Whether the kernel knows the mean loss of a spec: no formula, of coordinates that are all in its
 * hand at once, and averaged over normal noise.
 */
function knowsLossOf(spec: Spec): boolean {
  const atOnce = !isSeparable(spec) || dimensionOf(spec) === 1;
  const averaged = !lossModel(spec.loss).averagedByLaw || noiseModel(spec.noise).theory?.normal;
  return atOnce && averaged === true && !formulaOf(spec) && !takesOneNormal(spec);
}

/** Whether the small kernel can do a spec that the whole one can: assembly/whole.ts. */
function isOpening(spec: Spec, { rho }: RunParameters): boolean {
  const { law, optimizer, schedule, start, loss } = kindsOf(spec);
  const plain = law === 'gaussian' && optimizer === 'sgd' && schedule === 'constant';
  const near = start === 'point' && spec.escape.region === undefined && !isListed(spec);
  return plain && near && loss === 'saddle' && rho === 0;
}

type ModuleName = 'opening' | 'whole' | 'fused' | 'functions';
const compiled: Partial<Record<ModuleName, Promise<WebAssembly.Module>>> = {};

/** @throws Error where the platform has no WebAssembly with SIMD. */
function compile(name: ModuleName): Promise<WebAssembly.Module> {
  compiled[name] ??= textOf(name).then((text) =>
    WebAssembly.compile(bytesOf(text)).catch((error) => {
      delete compiled[name];
      throw new Error(
        `The CPU engine needs WebAssembly with SIMD, which this platform does not compile: ${String(error)}`,
      );
    }),
  );
  return compiled[name];
}

async function textOf(name: ModuleName): Promise<string> {
  if (name === 'opening') return opening;
  if (HAS_ALL && name === 'functions') return (await import('./formulas')).functionsText;
  return (await import('./whole-kernel')).default;
}

/**
 * Keeps the module of the fused kernels, which pages do not have: fused-kernels.ts.
 * @param text  Its bytes, a character each.
 */
export function takeModule(text: string): void {
  compiled.fused ??= WebAssembly.compile(bytesOf(text));
}

/** Letters are shifted by as much in scripts/assemblyscript.js. */
function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(text, (character) => character.charCodeAt(0) - 42);
}

/** Whether this platform has WebAssembly with SIMD, and lets the module be compiled. */
export async function compiles(): Promise<boolean> {
  try {
    await compile('opening');
    return true;
  } catch {
    return false;
  }
}

/**
 * One instance of the module, with a population or room for the passages of replicas in its memory.
 *
 * @param bytes  Another module than the product's own: for tests that plant faults.
 */
export class SimdKernel {
  /** Numbers from one row to the next. */
  private capacity = 0;
  /** Addresses of the rows, of the passages and of the exits, in bytes. */
  private rowsAt = 0;
  private passagesAt = 0;
  private exitsAt = 0;
  private formulas: KernelFormulas | null = null;
  private scaleRows: typeof scaleRows | null = null;

  private constructor(private readonly exports: Exports) {}

  static async open(bytes?: Uint8Array): Promise<SimdKernel> {
    return SimdKernel.of(
      bytes ? await WebAssembly.compile(bytes as BufferSource) : await compile('whole'),
    );
  }

  /** One that knows every run. */
  static async openWhole(kernels: SimdKernels): Promise<SimdKernel> {
    return SimdKernel.of(await compile(kernels === 'fused' ? 'fused' : 'whole'));
  }

  /** One that may know no other run than those of a population like this one. */
  static async openFor(spec: Spec, run: RunParameters, kernels: SimdKernels): Promise<SimdKernel> {
    if (kernels === 'fused' || !isOpening(spec, run)) return SimdKernel.openWhole(kernels);
    return SimdKernel.of(await compile('opening'));
  }

  private static async of(module: WebAssembly.Module): Promise<SimdKernel> {
    const { exports } = await WebAssembly.instantiate(module);
    return new SimdKernel(exports as unknown as Exports);
  }

  /** Loads what formulas and lists need: before it is prepared for a spec that has some. */
  async loadFor(spec: Spec): Promise<void> {
    if (HAS_ALL && isListed(spec)) this.scaleRows ??= (await import('../../scales')).scaleRows;
    if (!HAS_ALL || this.formulas || !hasFormula(spec)) return;
    const { KernelFormulas } = await import('./formulas');
    const { memory, table } = this.exports;
    this.formulas = new KernelFormulas(memory, table, await compile('functions'));
  }

  /**
   * Reserves memory for a number of particles and writes the parameters of their run.
   * @param rows  Rows of numbers a particle has; 0 for replicas, of which only passages are kept.
   * @throws EngineLimitError where there is no memory for them.
   */
  prepare(spec: Spec, run: RunParameters, particles: number, rows = rowCount(spec)): void {
    const { memory, HEAP, PARAMETERS } = this.exports;
    // The tail of the last vector moves along with the others, and nobody looks at it.
    const stride = LANES * Math.ceil(particles / LANES);
    const base = 16 * Math.ceil(HEAP.value / 16);
    const passages = base + 4 * rows * stride;
    const exits = passages + 4 * stride;
    const set = exits + 4 * stride;
    const stored = this.storedFor(spec, run);
    const variables = 16 * Math.ceil((set + stored.byteLength) / 16);
    const texts = textsOf(spec);
    this.makeRoom(variables + (this.formulas?.bytesOf(texts, run) ?? 0), particles);
    new Uint8Array(memory.buffer, set).set(new Uint8Array(stored.buffer));
    this.capacity = stride;
    packFrom(new DataView(memory.buffer, PARAMETERS.value), SIMD_PARAMETERS, [
      { stride, rows: base, passages, exits, set, listed: isListed(spec) ? 1 : 0 },
      endsOf(spec, run),
      numbersOf(spec),
      this.formulas?.write(texts, run, variables) ?? NO_FORMULAS,
      NO_FORMULAS,
      run,
    ]);
    this.rowsAt = base;
    this.passagesAt = passages;
    this.exitsAt = exits;
  }

  /**
   * One row of the population: a coordinate, or memory behind the coordinates. Shape:
   * f32[particles], a view.
   */
  row(row: number, particles: number): Float32Array {
    return new Float32Array(
      this.exports.memory.buffer,
      this.rowsAt + 4 * row * this.capacity,
      particles,
    );
  }

  /** First-passage steps, or NEVER. Shape: u32[particles], a view. */
  passages(particles: number): Uint32Array {
    return new Uint32Array(this.exports.memory.buffer, this.passagesAt, particles);
  }

  /** Where they left: 2 coordinate + (1: above). Shape: u32[particles], a view. */
  exits(particles: number): Uint32Array {
    return new Uint32Array(this.exports.memory.buffer, this.exitsAt, particles);
  }

  /** Puts the whole population at its start; place p is particle offset + p. */
  start(offset: number): void {
    this.exports.start(0, this.capacity, offset);
  }

  /** Moves places `first` to `end`, multiples of LANES, from a step to another. */
  advance(first: number, end: number, offset: number, firstStep: number, endStep: number): void {
    this.exports.advance(first, Math.min(end, this.capacity), offset, firstStep, endStep);
  }

  /**
   * Carries replicas offset to offset + end from their start to their first passage or to `steps`.
   */
  escape(end: number, offset: number, steps: number): void {
    this.exports.escape(0, end, offset, steps);
  }

  /** The scales of noise of each coordinate where it has its own, or the samples of a set. */
  private storedFor(spec: Spec, { samples }: RunParameters): Float32Array | Int32Array {
    if (!HAS_ALL || !isListed(spec)) return samples;
    if (!this.scaleRows) throw new Error('The scales of this run are not loaded.');
    return this.scaleRows([spec]);
  }

  private makeRoom(bytes: number, particles: number): void {
    const { memory } = this.exports;
    const missing = bytes - memory.buffer.byteLength;
    if (missing <= 0) return;
    try {
      memory.grow(Math.ceil(missing / PAGE_BYTES));
    } catch {
      throw new EngineLimitError(
        `ensemble.particles: there is no memory for ${particles} particles on a thread of the CPU engine; give fewer.`,
      );
    }
  }
}
