import type { BenchTexts } from '../../experiment/bench/options';
import type { BenchReport } from '../../experiment/bench/report';
import type { Graphics } from '../../host/web/engines';

/** What the Bench page tells the worker that measures. */
export type ToBenchWorker =
  | { type: 'run'; order: BenchTexts }
  /** Ends the run before its next piece of work; what was measured stays. */
  | { type: 'stop' }
  /** The tab went out of sight. */
  | { type: 'hidden' };

/** What the worker tells the page. */
export type FromBenchWorker =
  /** The first message: what WebGPU has here; nothing is opened. */
  | { type: 'graphics'; graphics: Graphics }
  | { type: 'progress'; sentence: string; done: number; total: number }
  /** What is known so far, after each measurement. */
  | { type: 'report'; report: BenchReport }
  /** The last message of a run; `report.complete` is false where it was stopped. */
  | { type: 'ended'; report: BenchReport }
  /** The device was lost and another one goes on. */
  | { type: 'recovered'; reason: string }
  /**
   * The run ends without its last measurements; `report` is what was measured before, null where
   * nothing was.
   */
  | { type: 'failed'; lost: boolean; sentence: string; detail: string; report: BenchReport | null };
