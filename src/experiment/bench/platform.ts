import type { Engine, Tuning } from '../../engine/engine';
import type { Spec } from '../../spec/spec';
import type { BenchEnvironment, BenchPart, BenchReport } from './report';

/** What the benchmark is given: how to open engines here, and where it runs. */
export interface BenchPlatform {
  /**
   * A GPU engine of its own device. `roofline`: one whose `advance` only makes normals and adds
   * them up.
   * @throws NoAdapterError where there is no adapter.
   */
  openGpu(kernels: 'product' | 'roofline'): Promise<Engine>;
  /** The layout that an earlier probe of the adapter found; null where there was none. */
  tuningOf(adapter: string): Promise<Tuning | null>;
  /** Keeps what a probe found, for later benchmarks and for engines that do real work. */
  keepTuning(adapter: string, tuning: Tuning): Promise<void>;
  /** A CPU engine on so many threads, by its fastest kernels or by the float64 twin. */
  openCpu(threads: number, kernels: 'fastest' | 'float64'): Engine | Promise<Engine>;
  /** What all are held against: the float64 twin on the calling thread. */
  reference: Engine;
  threads: number;
  environment: Omit<BenchEnvironment, 'tabVisible'>;
  /** Whether the tab was in sight all the time until now; null where there is no tab. */
  tabVisible(): boolean | null;
}

export interface BenchOptions {
  /** The headline is always measured. All where left out. */
  parts?: readonly BenchPart[] | undefined;
  /** A spec that is measured too, after the headline; its number of particles is not used. */
  experiment?: Spec | undefined;
  /** Particles of the headline; where left out 2^20 on a graphics card, and 2^16 elsewhere. */
  particles?: number | undefined;
  /** Largest size of the curve. 2^10 to 2^26. */
  mostParticles?: number | undefined;
  samples?: number | undefined;
  sampleMilliseconds?: number | undefined;
  warmUpMilliseconds?: number | undefined;
  /** Told often, with what is known so far. */
  onProgress?: (progress: BenchProgress) => void;
  /** Aborts between two runs; what was measured is then returned, `complete` being false. */
  signal?: AbortSignal | undefined;
}

export interface BenchProgress {
  /** What is being done. */
  sentence: string;
  /** Pieces of work, of about the same length. */
  done: number;
  total: number;
  report: BenchReport;
}
