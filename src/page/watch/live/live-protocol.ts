import type { Counts, DensityStyle, EngineIdentity } from '../../../engine/engine';
import type { PlaneWindow } from '../../../engine/plane-window';
import type { EscapeExit } from '../../../experiment/escape-exits';
import type { History } from '../../../experiment/history';
import type { RunResult } from '../../../experiment/run';
import type { NoGpuReason } from '../../../host/web/engines';
import type { Spec } from '../../../spec/spec';
import type { PlaneSample } from '../../landscape/plane-sample';
import type { FrameStatistics, SpeedPoint } from './speed-meter';

/** What the page tells the worker that owns the engines. */
export type ToWorker =
  | {
      type: 'start';
      spec: Spec;
      playing: boolean;
      /** One canvas for each kind of engine: a canvas can only ever have one kind of context. */
      canvases: { cpu: OffscreenCanvas; gpu: OffscreenCanvas };
      style: DensityStyle;
      size: { width: number; height: number };
      /** The address has `?engine=gpu`: a software adapter is taken, however slow. */
      prefersGpu: boolean;
    }
  /**
   * Run this spec. `from: 'now'` takes the new ensemble to the step of the old one where that is
   * quick, so that a slider changes the picture of the present moment; `preview` runs fewer
   * particles meanwhile.
   */
  | { type: 'load'; run: number; spec: Spec; from: 'start' | 'now'; preview: boolean }
  /** Goes on past the last step: the same run, longer. */
  | { type: 'extend'; spec: Spec }
  /** Count the run between other ends of the histogram; nothing starts anew. */
  | { type: 'rebin'; run: number; min: number; max: number }
  | { type: 'play' }
  | { type: 'pause' }
  /** Pauses and does this many steps. */
  | { type: 'step'; request: number; count: number }
  | { type: 'speed'; factor: number }
  /** Whether to tell of speed and frame times. */
  | { type: 'watch-speed'; on: boolean }
  | { type: 'visible'; visible: boolean }
  | { type: 'style'; style: DensityStyle }
  | { type: 'resize'; width: number; height: number }
  | { type: 'engine'; kind: 'cpu' | 'gpu' }
  /** Count the first two coordinates over this grid; null: no longer. */
  | { type: 'plane'; window: PlaneWindow | null }
  /** Run every particle of the spec, however slow. */
  | { type: 'all-particles' }
  /** As far towards the last step as this time allows, without a picture on the way. */
  | { type: 'settle'; milliseconds: number }
  | { type: 'result'; request: number; finish: boolean };

/** What the worker tells the page. */
export type FromWorker =
  /** Another engine draws from now on, on the canvas of its kind. */
  | { type: 'engine'; identity: EngineIdentity; canvas: 'cpu' | 'gpu' }
  /** Why there is no GPU engine. */
  | { type: 'no-gpu'; reason: NoGpuReason; detail: string }
  /** The CPU engine is so many times this machine's software GPU, and stays. */
  | { type: 'faster-cpu'; times: number }
  /** A new ensemble is on the canvas. */
  | { type: 'started'; run: number; particles: number; preview: boolean; step: number }
  /** The spec asks for more than the engine has; what ran before goes on. */
  | { type: 'refused'; run: number; sentence: string }
  | { type: 'sample'; sample: Sample }
  /**
   * About once a second while it is watched and the run moves. `now` is on the clock of the points.
   */
  | { type: 'speed'; now: number; points: SpeedPoint[]; frames: FrameStatistics | null }
  /** Sample paths between the numbers: x of the first particles at one step. */
  | { type: 'paths'; run: number; step: number; values: Float32Array }
  /** Both coordinates of the sample paths at one step, where there are two. */
  | { type: 'plane-paths'; run: number; step: number; x: Float32Array; y: Float32Array }
  | { type: 'state'; playing: boolean; finished: boolean; catchingUp: number | null }
  | { type: 'result'; request: number; result: RunResult }
  | { type: 'stepped'; request: number }
  | { type: 'request-failed'; request: number; sentence: string }
  | { type: 'recovered'; reason: string; step: number }
  | { type: 'trouble'; sentence: string; report: string };

/**
 * All numbers of one ensemble at one step: whatever the page says of a moment comes from one of
 * these.
 */
export interface Sample {
  run: number;
  /** Particles that were counted: of a large ensemble that moves its first ones, else all. */
  particles: number;
  /** Particles of the ensemble. */
  all: number;
  /** Ends of the histogram that was counted. */
  ends: { min: number; max: number };
  counts: Counts;
  /** Values of x at SHOWN_PROBABILITIES. Shape: number[SHOWN_PROBABILITIES]. */
  quantiles: number[];
  /** Where the particles are in the plane, while a view of it is open. */
  plane: PlaneSample | null;
  /** Over the last second of running; 0 before the first frame. */
  particleStepsPerSecond: number;
  preview: boolean;
  /** Up to this step; undefined where the spec records nothing. */
  history?: History | undefined;
  /** By which sides particles left, while the run stands; null where that is not known. */
  sides?: EscapeExit[] | null;
}

/** Probabilities of the quantiles on the page. */
export const SHOWN_PROBABILITIES = [0.05, 0.25, 0.5, 0.75, 0.95] as const;
