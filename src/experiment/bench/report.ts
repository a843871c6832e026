import type { EngineIdentity } from '../../engine/engine';
import { messageOf } from '../../engine/open';
import type { AgreementCheck } from './agreement';
import type { Ratio, Spread } from './statistics';
import type { TuningProbe } from './tuning';

/**
 * What the benchmark found. The names are fixed: people's scripts depend on them;
 * docs/benchmarks.md lists them.
 */
export interface BenchReport {
  version: 1;
  /** Version of Saddlescape. */
  saddlescape: string;
  environment: BenchEnvironment;
  /** null where there is no adapter. */
  gpu: EngineIdentity | null;
  protocol: BenchProtocol;
  /** The one number, or null with the reasons in `refusals`. */
  headline: Headline | null;
  /** Why there is no headline: a sentence each; empty where there is one. */
  refusals: string[];
  /** What was compared before it was timed. */
  agreement: ContenderAgreement[];
  measurements: Measurement[];
  /**
   * Cost per particle-step against that at the least size of the curve from 2^18 particles on; null
   * where it has fewer than two.
   */
  linearity: { from: number; to: number; largestDeviation: number } | null;
  /**
   * Particles at which the GPU overtakes the fastest CPU path, between two sizes of the curve; null
   * where it does not, or was never behind.
   */
  overtakes: number | null;
  /** Costs outside the rates. Milliseconds; null where there is no GPU. */
  costs: Costs | null;
  /**
   * How the work was laid out on the GPU, and what was tried; no candidates where it was known from
   * before.
   */
  tuning: TuningProbe | null;
  /**
   * Bytes a particle of one coordinate takes on the device: position and first passage; null where
   * there is no GPU.
   */
  bytesPerParticle: number | null;
  /**
   * Milliseconds between frames of the page while it ran, and how many there were; null on a
   * command line.
   */
  frames: { p50: number; p95: number; p99: number; count: number } | null;
  /** Whether all of it was measured: false where it was stopped. */
  complete: boolean;
  seconds: number;
}

export interface BenchEnvironment {
  /** What the browser calls itself; null outside of one. */
  browser: string | null;
  /** Version of Node; null outside of it. */
  node: string | null;
  os: string;
  cores: number;
  /** Smallest step of the clock that was seen. */
  timerResolutionMilliseconds: number;
  /** Whether the tab was in sight all the time; null where there is no tab. */
  tabVisible: boolean | null;
  /** When the benchmark began, ISO 8601. */
  date: string;
}

export interface BenchProtocol {
  parts: BenchPart[];
  particles: number;
  /** Largest size of the curve that was asked for. */
  mostParticles: number;
  samples: number;
  sampleMilliseconds: number;
  warmUpMilliseconds: number;
  seed: string;
  /** Threads of the contenders that take all. */
  threads: number;
}

/** What was compared of one contender before it was timed. */
export interface ContenderAgreement {
  part: BenchPart;
  contender: Contender;
  workload: string;
  checks: AgreementCheck[];
  agrees: boolean;
}

/** `experiment` is a spec of the user's, measured where one is given. */
export const BENCH_PARTS = [
  'headline',
  'experiment',
  'roofline',
  'curve',
  'dispatches',
  'methods',
  'replicas',
] as const;
export type BenchPart = (typeof BENCH_PARTS)[number];

/** A contender is a path that the same work can take. */
export const CONTENDERS = {
  gpu: 'GPU',
  roofline: 'GPU, generator and normals alone',
  'float64-one': 'CPU, float64, one thread',
  'float64-all': 'CPU, float64, all cores',
  'simd-one': 'CPU, WebAssembly SIMD, one thread',
  'simd-all': 'CPU, WebAssembly SIMD, all cores',
} as const;
export type Contender = keyof typeof CONTENDERS;

/**
 * What a contender is called in a report: a software adapter is never called a GPU and nothing
 * else.
 */
export function contenderName(contender: Contender, { gpu }: Pick<BenchReport, 'gpu'>): string {
  const name = CONTENDERS[contender];
  return gpu?.fallback ? name.replace(/^GPU/, 'Software GPU') : name;
}

export interface Headline extends Ratio {
  /** GPU over this. */
  cpu: Contender;
  particles: number;
}

/** Contenders timed in turn at one workload. */
export interface Measurement {
  part: BenchPart;
  workload: string;
  title: string;
  particles: number;
  /** Of the headline: the GPU, the fastest CPU path, then the others. */
  rows: Row[];
  /** Speed of the first row over that of the second, where there are two. */
  ratio: Ratio | null;
  /** Why a contender that should be here is not, or why the measurement ended early. */
  notes: string[];
}

export interface Row {
  contender: Contender;
  /** Particle-steps per second. */
  particleStepsPerSecond: Spread;
  /** Seconds of each sample, in the order of the rounds. */
  seconds: number[];
  /** Particle-steps of each sample. */
  work: number[];
  /** Of the time per particle-step, last quarter against first. */
  drift: number;
}

export interface Costs {
  /** First population of a new engine, less the second: shaders and pipelines. */
  compileMilliseconds: Spread;
  /** A population made and put at its start, kernels being there. */
  uploadMilliseconds: Spread;
  /** All positions read back. */
  readBackMilliseconds: Spread;
  /** Histogram counted and read back. */
  countMilliseconds: Spread;
}

/** The benchmark could not go on; what was measured before is in `report`. */
export class BenchFailedError extends Error {
  override name = 'BenchFailedError';
  constructor(
    override readonly cause: unknown,
    readonly report: BenchReport,
  ) {
    super(messageOf(cause));
  }
}
