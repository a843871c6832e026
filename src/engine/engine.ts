import type { Spec } from '../spec/spec';
import type { PlaneWindow } from './plane-window';

/**
 * The interface between a spec and the code that runs it.
 *
 * An engine turns a spec into an ensemble and moves that ensemble forward. The GPU engine runs the
 * WGSL of shaders/ in float32; the CPU engine runs the files of the same names in engine/cpu/ in
 * float64 on the same random words. An engine knows no laws and no page: experiment/ compares with
 * theory, page/ draws. Code that needs an answer calls `experiment/run.ts`; code that needs frames
 * advances an ensemble itself.
 */
export interface Engine {
  /** What counts: kind, adapter and version, as results name it. */
  readonly identity: EngineIdentity;
  /**
   * Most particles one ensemble may have on this engine whose particles take `rows` numbers:
   * coordinates and memory.
   */
  largestEnsemble(rows: number): number;
  /** @throws EngineLimitError when the spec needs more than this engine has. */
  create(spec: Spec, options?: EnsembleOptions): Promise<Ensemble>;
  /**
   * Counts first passages of replicas that are carried one by one from their start to their first
   * passage or their spec's last step, without a population in memory: what a map of many cells
   * asks for.
   *
   * Replica r of a spec is particle r of the ensemble that `create` makes of it, with the same
   * noise and the same passage, whatever `ensemble.particles` says. How batches are cut, ordered or
   * grouped changes no integer.
   * @returns The tally of each batch, in the order of the batches.
   */
  countEscapes(batches: readonly EscapeBatch[], options?: EscapeOptions): Promise<EscapeTally[]>;
  /**
   * First-passage steps of replicas `first` to `end` of a spec, 0 where there was none. Shape:
   * u32[end - first].
   */
  escapeSteps(
    spec: Spec,
    first: number,
    end: number,
    options?: EscapeOptions,
  ): Promise<Uint32Array>;
  /** Takes over a canvas for drawing histograms; the canvas belongs to this engine from then on. */
  createDensityView(canvas: OffscreenCanvas): DensityView;
  /** Gives memory, threads and device back; the engine takes no call afterwards. */
  destroy(): void;
}

/**
 * Draws the histogram of an ensemble's current step as bars; on the GPU straight from the counts
 * buffer.
 */
export interface DensityView {
  /**
   * Bars fill the whole canvas: bin i spans [i / bins, (i + 1) / bins] of its width. A bar's height
   * is share / top of the canvas on a linear scale, and log(share / bottom) / log(top / bottom) on
   * a log scale, where share = counts[i] / particles that were counted.
   */
  draw(ensemble: Ensemble, style: DensityStyle, options?: CountOptions): Promise<void>;
  /** Sets the size of the drawing buffer, in device pixels. */
  resize(width: number, height: number): void;
}

export interface DensityStyle {
  /** Bar colour, red green blue, each 0 to 1; the rest of the canvas is transparent. */
  color: readonly [number, number, number];
  scale: 'linear' | 'log';
  /** Share of particles at the upper edge of the canvas. > 0. */
  top: number;
  /** Share at the lower edge on the log scale. > 0, < top. Not used on the linear scale. */
  bottom: number;
}

/** Who counted a result; its kind is part of the digest. */
export interface EngineIdentity {
  /** `gpu` computes in float32 with WGSL, `cpu` in WebAssembly or JavaScript. */
  kind: 'gpu' | 'cpu';
  /** What the platform calls the device, for people to read. */
  adapter: string;
  /** True when a GPU was asked for and a software adapter answered. */
  fallback: boolean;
  /** Version of Saddlescape. */
  version: string;
}

/**
 * Nothing but `generator` changes a single integer of any result:
 * tests/statistics/invariants.gpu.test.ts.
 */
export interface EnsembleOptions {
  /**
   * Which generator makes the random words. The law is the same, the words are not; the order of a
   * data set is keyed by Philox with either.
   */
  generator?: GeneratorName | undefined;
  /** Keep where particles leave, which costs the GPU up to 5 %; the CPU keeps it always. */
  exits?: boolean;
  /** Invocations per workgroup. GPU only. */
  workgroupSize?: number;
  /** How words are shifted right. GPU only. */
  shift?: Shift;
  /** Particles an invocation of `advance`, where the run is plain and the generator sfc32. GPU only. */
  lanes?: Lanes;
  /** Most particle-steps in one submit, before it adapts to the measured time. */
  submitWork?: number;
  /** Time one submit is tuned to, in milliseconds: about 8 while live, 50 to 100 in batch. */
  submitMilliseconds?: number;
}

/** How work is laid out on a device. It changes how fast, and no integer. */
export interface Tuning {
  /** Invocations per workgroup. */
  workgroupSize: number;
  /** How words are shifted right: the file of shaders/shift/. */
  shift: Shift;
  /** Particles that an invocation carries side by side, in plain runs: the file of shaders/lanes/. */
  lanes: Lanes;
}

export type Shift = 'native' | 'by-float';
export type Lanes = 1 | 2;

/** What an engine does where nothing better is known of its adapter. */
export const DEFAULT_TUNING: Tuning = {
  workgroupSize: 64,
  shift: 'native',
  lanes: 1,
};

/** Replicas `first` (inclusive) to `end` (exclusive) of a cell, once for each of its sides. */
export interface EscapeBatch {
  /** One spec a side, 1 to 6; sides with the same seed and cell have the same noise. */
  specs: readonly Spec[];
  first: number;
  /** > first. */
  end: number;
}

/** What became of a batch, for each of its specs. */
export interface EscapeTally {
  /** Replicas with a first passage by the last step. */
  escaped: number[];
  /**
   * Replicas with a first passage both in the first spec and in this one; of the first, its own.
   */
  together: number[];
}

/** Nothing but `generator` changes a single integer: tests/statistics/invariants.gpu.test.ts. */
export interface EscapeOptions extends EnsembleOptions {
  /**
   * Ends a call at once, which then rejects with the signal's reason. Only the CPU engine on several
   * threads can end one before it is done.
   */
  signal?: AbortSignal;
}

export type GeneratorName = 'sfc32' | 'philox4x32';

/** A population of particles at one step. Methods must not be called while another is pending. */
export interface Ensemble {
  readonly spec: Spec;
  /** Steps done so far. */
  readonly step: number;
  /**
   * Moves every particle forward to step `target` (>= step). Resolves when the device has done it.
   */
  advance(target: number): Promise<void>;
  /** Integers of the current step. */
  count(options?: CountOptions): Promise<Counts>;
  /**
   * Moves the ends of the histogram: the same particles, counted anew. `spec` has them from then
   * on.
   */
  rebin(ends: { min: number; max: number }): Promise<void>;
  /**
   * Order statistics of the current step: for each probability p the value of rank ceil(p n), at
   * least 1, in the histogram's coordinate, where n particles are counted. Exact, in float32.
   */
  quantiles(probabilities: readonly number[], options?: CountOptions): Promise<number[]>;
  /**
   * How many particles each cell of a grid over the first two coordinates holds. Needs two
   * coordinates. Shape: u32[row of y][column of x], then one for what is outside; adds up to the
   * number of particles that are counted.
   */
  countPlane(window: PlaneWindow, options?: CountOptions): Promise<Uint32Array>;
  /**
   * A coordinate of `particles` particles from number `first` on, the very first where none is
   * named, or of as many as there are; 0 for those under what float32 can move; that of the
   * histogram where none is named. Shape: f32[particles].
   */
  read(particles: number, coordinate?: number, first?: number): Promise<Float32Array>;
  /**
   * First-passage steps of the first `particles` particles, 0 where there was none. Shape:
   * u32[particles].
   */
  readEscapeSteps(particles: number): Promise<Uint32Array>;
  /**
   * Where the first `particles` particles left at their first passage, 2 coordinate + (1: above):
   * the coordinate of the largest size, or that of the region, 0 for a region of the loss. Of a
   * particle that has not left it says nothing. Null where the engine was not asked to keep it.
   * Shape: u32[particles].
   */
  readExits(particles: number): Promise<Uint32Array | null>;
  destroy(): void;
}

/** Which particles are counted. */
export interface CountOptions {
  /**
   * Only the first ones, this many of them; at least 1. Particles are independent, and their
   * numbers are in no order: the first are as good a sample as any. All where it is left out.
   */
  most?: number | undefined;
}

/** `counts + below + above + nonFinite` always adds up to `particles`. */
export interface Counts {
  step: number;
  /** Particles that were counted. */
  particles: number;
  /** Shape: u32[bins]. */
  counts: Uint32Array;
  below: number;
  above: number;
  /** NaN: always a bug, never expected. */
  nonFinite: number;
  /** Particles whose first passage out of their region has happened. */
  escaped: number;
  /** Particles outside of their region now; they may come back. */
  beyond: number;
  /**
   * Particles at 0 in the histogram's coordinate: multiplicative noise took them under what float32
   * can move (`underflowOf`).
   */
  zero: number;
  /** Particles frozen at |x| = 1e30 in the histogram's coordinate. */
  frozen: number;
}
