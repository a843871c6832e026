import type { EngineIdentity } from '../../engine/engine';
import type { Counted } from '../../experiment/check-proof';
import type { EngineChoice } from '../../experiment/engine-choice';
import type { EscapeTimes as Times } from '../../experiment/sweep/escape-times';
import type { MapFormat } from '../../experiment/sweep/map-files';
import type { SweepProgress } from '../../experiment/sweep/sweep-run';
import type { TheoryProgress } from '../../experiment/sweep/theory-pool';
import type { Graphics, NoGpuReason } from '../../host/web/engines';
import type { ResponseValue } from '../../spec/response';
import type { Sweep } from '../../spec/sweep';

/** `by`: who did the replicas again, where that is not the engine that the map is of. */
export type CellTimes = Times & { by?: EngineIdentity };

/** What the Map page tells the worker that makes maps. `map`: number that the page gives the map. */
export type ToMapWorker =
  /**
   * Shows a map, as far as the store has it, and says what the rest will cost. The one before stays
   * in the store. `begin`: the map begins by itself, unless it is a long one.
   */
  | { type: 'open'; map: number; sweep: Sweep; engine: EngineChoice; begin?: boolean }
  /** Counts, from the start or on from where it was paused. */
  | { type: 'run' }
  /** Finishes the slice it is in, commits, and waits. */
  | { type: 'pause' }
  /** Ends the sweep: what is counted stays, as a map that was stopped. */
  | { type: 'keep' }
  /** Ends the sweep and forgets it, here and in the store. */
  | { type: 'discard' }
  /** Takes a saved map's file. `map`: of the open map, whose place the file takes. */
  | { type: 'load'; map: number; name: string; bytes: Uint8Array }
  /** Looks for a sweep that an earlier visit did not finish. */
  | { type: 'list' }
  /** First passages of a cell's replicas. */
  | { type: 'distribution'; cell: number; side: number }
  /** `exact`: probabilities by side, NaN where they are not known. Shape: f64[side][cells]. */
  | { type: 'file'; format: MapFormat; exact: Float64Array[] }
  /** Asks for what links say of the open map. */
  | { type: 'counted' }
  /** Cancels the files that are being made. */
  | { type: 'cancel-file' };

/** Where a sweep stands. */
export type SweepState = 'ready' | 'running' | 'pausing' | 'paused' | 'done' | 'kept';

/** What the worker tells the page of a map. */
export type OfMap =
  /**
   * The engine that counted the map is gone, and another one counts it from the start; what is
   * there already is shown by `opened`.
   */
  | { type: 'other-engine'; was: EngineIdentity; reason: string }
  /** A map is open: all that was known of the one before is void. */
  | { type: 'opened'; sweep: Sweep; identity: EngineIdentity; state: SweepState }
  /** What the file of the open map does not prove, or says of another version. */
  | { type: 'provenance'; sentence: string }
  /**
   * What is left of the open map will cost on this device, from a short probe; `seconds` from and
   * to.
   */
  | { type: 'cost'; particleSteps: number; seconds: [number, number] }
  | { type: 'state'; state: SweepState; progress: SweepProgress | null; secondsLeft: number | null }
  | CountsMessage
  /** `counted`: null where the open map is not whole, or is of a file. */
  | { type: 'counted'; sweep: Sweep | null; counted: Counted | null }
  | { type: 'distribution'; cell: number; side: number; distribution: CellTimes };

/** What the worker tells the page. */
export type FromMapWorker =
  | (OfMap & {
      /** Number of the map in `open`: a page that has asked for another one since is not told. */
      map: number;
    })
  | { type: 'graphics'; graphics: Graphics }
  /** The requested GPU is not available; the CPU replaces it. */
  | { type: 'no-gpu'; reason: NoGpuReason; detail: string }
  /** The CPU engine is so many times the software adapter that there is, and is used. */
  | { type: 'faster-cpu'; times: number }
  | { type: 'recovered'; reason: string }
  /** How far the theory of a file is. */
  | ({ type: 'file-progress'; format: MapFormat } & TheoryProgress)
  | { type: 'file'; name: string; content: Blob }
  /** A file was cancelled, or could not be made. */
  | { type: 'no-file' }
  /** A sweep of an earlier visit waits in the store. */
  | { type: 'stored'; sweep: Sweep; engine: 'gpu' | 'cpu'; share: number }
  /** What was asked for cannot be done; what is open stays. */
  | { type: 'refused'; sentence: string }
  /** The sweep stands still; it can go on. */
  | { type: 'failed'; sentence: string; report: string };

/**
 * Counts of the cells that changed, in the order of `cells`. Shapes: u32[cells], u32[side][cells].
 */
export interface CountsMessage {
  type: 'counts';
  cells: Uint32Array;
  particles: Uint32Array;
  escaped: Uint32Array[];
  together: Uint32Array[];
  /** Sides of cells that failed: [cell, side, sentence]. */
  failures: [number, number, string][];
  /** Responses of sides of cells that have them: [cell * sides + side, values]. */
  responses: [number, ResponseValue[]][];
}
