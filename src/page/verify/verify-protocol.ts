import type { EngineIdentity } from '../../engine/engine';
import type { EngineChoice } from '../../experiment/engine-choice';
import type { Claim, ClaimResult, SuiteName } from '../../experiment/verify/verify';
import type { Graphics, NoGpuReason } from '../../host/web/engines';

/** What the Verify page tells the worker that tests the claims. */
export type ToVerifyWorker =
  | { type: 'run'; order: Order }
  /** Ends the run before its next stretch of steps; what was found stays. */
  | { type: 'stop' };

/** A run, as it is asked for. */
export interface Order {
  engine: EngineChoice;
  suite: SuiteName;
  /** Claims to test, in the order of their suite; null: all. */
  ids: string[] | null;
  /** Particles of every run; null: what the engine allows. */
  particles: number | null;
}

/** What the worker tells the page. */
export type FromVerifyWorker =
  /** The first message: what there is to test. */
  | { type: 'claims'; claims: Record<SuiteName, ClaimText[]>; zLimit: number }
  /** What WebGPU has here; only looked at, nothing is opened. */
  | { type: 'graphics'; graphics: Graphics }
  /** A run begins on this engine. */
  | { type: 'engine'; identity: EngineIdentity }
  /** The requested GPU is not available; the CPU replaces it. */
  | { type: 'no-gpu'; reason: NoGpuReason; detail: string }
  /** The CPU engine is so many times the software adapter that there is, and is used. */
  | { type: 'faster-cpu'; times: number }
  /** The device was lost and another one goes on. */
  | { type: 'recovered'; reason: string }
  | { type: 'claim'; id: string; number: number; count: number }
  | { type: 'result'; result: ClaimResult }
  | { type: 'ended'; stopped: boolean }
  /** The run ends without its last claims. */
  | { type: 'failed'; lost: boolean; sentence: string; report: string };

/** A claim without the code that measures it. */
export type ClaimText = Omit<Claim, 'measure'>;
