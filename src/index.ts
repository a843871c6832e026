import './models/all-models';
import type { Engine, EngineIdentity } from './engine/engine';
import type { RunOptions, RunResult } from './experiment/run';
import type { MapResult } from './experiment/sweep/map-result';
import type { SweepProgress } from './experiment/sweep/sweep-run';
import type { Verification, VerifyOptions } from './experiment/verify/verify';
import type { EngineOptions } from './host/library/engines';
import { parseSpec } from './spec/schema';
import type { Spec } from './spec/spec';
import type { Sweep } from './spec/sweep';
import type { ExactEscape } from './theory/escape/exact-escape';
import type { SigmaThresholds, Theory } from './theory/theory';

/**
 * Saddlescape as a library: what noise does to gradient descent near a saddle point.
 *
 *   import { run } from 'saddlescape';
 *   const { escape } = await run({ noise: { sigma: 2 }, ensemble: { particles: 4096 } });
 *
 * It runs in browsers, Node, Deno and Bun. What a call needs is loaded with its first call: theory,
 * maps, claims and the GPU engine are files of their own.
 */

export { DeviceLostError, EngineLimitError, NoAdapterError } from './engine/open';
export type { Distance } from './experiment/distance';
export type { EscapeExit } from './experiment/escape-exits';
export type { EscapeStatistics, EscapeTail, StepEstimate } from './experiment/escape-statistics';
export type { History } from './experiment/history';
export type { TheorySummary } from './experiment/result';
export type { Progress, RunResult } from './experiment/run';
export type { ComparedMoment, SampleMoment, SampleMoments } from './experiment/sample-moments';
export type {
  HillEstimate,
  SampleEstimate,
  SamplesSummary,
} from './experiment/samples/samples-summary';
export type { Agreement } from './experiment/sweep/exact-agreement';
export type {
  Compared,
  MapCell,
  MapResult,
  SideCounts,
} from './experiment/sweep/map-result';
export type { Phase } from './experiment/sweep/plan';
export type { SweepProgress } from './experiment/sweep/sweep-run';
export type { Shard } from './experiment/sweep/tallies';
export type { PostStanding, SuiteName } from './experiment/verify/claim';
export type {
  CheckResult,
  ClaimResult,
  Verification,
  VerifyOptions,
} from './experiment/verify/verify';
export type { EngineOptions } from './host/library/engines';
export type { Limit } from './spec/float32-limits';
export { fragmentToSpec } from './spec/link-reader';
export { specToFragment } from './spec/permalink';
export type { ResponseValue } from './spec/response';
export { parseSpec, SpecError } from './spec/schema';
export type { Axis, Escape, Histogram, Loss, Noise, Optimizer, Spec, Start } from './spec/spec';
export type { PartialSpec, Sweep, SweepAxis } from './spec/sweep';
export type { ExactEscape } from './theory/escape/exact-escape';
export type { Basis } from './theory/estimate';
export type { Law, LawName } from './theory/laws/distribution';
export type { ExponentPlace, ExponentUnit } from './theory/model-theory';
export type { SigmaThresholds, Theory } from './theory/theory';
export { VERSION } from './version';
export type { Engine, EngineIdentity };

/** Options of `run`. */
export interface RunSettings extends Pick<RunOptions, 'onProgress' | 'signal'> {
  /** Who runs it; where left out, a CPU engine on the calling thread that is gone afterwards. */
  engine?: Engine;
}

/** Options of `sweep`. */
export interface SweepSettings {
  /** Who counts; where left out, a CPU engine on the calling thread that is gone afterwards. */
  engine?: Engine;
  /** Told after every slice of work. */
  onProgress?: (progress: SweepProgress) => void | Promise<void>;
  /** Stops after the slice that is under way. */
  signal?: AbortSignal;
}

/** What theory says of a spec. */
export interface SpecTheory {
  /** Verdict, growth exponent and, where there is one, the law after `step` steps. */
  theory: Theory;
  /** Values of sigma at which the verdict changes, of the steps and of the limit of small dt. */
  thresholds: SigmaThresholds;
  /**
   * Exact probability that a particle has left its region by the last step; null with a reason
   * where it is not known.
   */
  escape: ExactEscape;
}

/**
 * Opens an engine that several calls share; its `destroy()` gives everything back.
 *
 * @param options  Which engine, and how many threads.
 * @returns The engine; `identity` says which it is.
 * @throws NoAdapterError when a graphics card is asked for and there is none; RangeError for options
 *   that are not accepted.
 */
export async function openEngine(options: EngineOptions = {}): Promise<Engine> {
  const { openLibraryEngine } = await import('./host/library/engines');
  return openLibraryEngine(options, new URL('thread.js', import.meta.url));
}

/**
 * Simulates a spec from its start to its last step.
 *
 * @param spec  A spec, of which anything may be left out that has a default; docs/command-line.md
 *   has its fields.
 * @param options  The engine, who is told of progress, and a signal that stops the run.
 * @returns The result document: histogram, quantiles, escapes with Wilson's interval, moments,
 *   theory and a digest. The same spec on the same kind of engine and adapter gives the same
 *   integers and the same digest.
 * @throws SpecError naming the first field that is not accepted; the signal's reason where it is
 *   aborted; EngineLimitError for more particles than the engine holds.
 */
export async function run(spec: unknown, options: RunSettings = {}): Promise<RunResult> {
  const parsed = parseSpec(spec);
  const { runSpec, StoppedError } = await import('./experiment/run');
  const { engine, ...rest } = options;
  rest.signal?.throwIfAborted();
  try {
    return await withEngine(engine, (own) => runSpec(own, parsed, rest));
  } catch (error) {
    if (error instanceof StoppedError) rest.signal?.throwIfAborted();
    throw error;
  }
}

/**
 * Counts escapes over two numbers of a spec: a map.
 *
 * @param document  A sweep: `base`, axes `x` and `y`, `replicas`, sides in `compare`; docs/maps.md
 *   has its fields.
 * @param options  The engine, who is told of progress, and a signal that stops the map.
 * @returns The map document; equal sweeps on the same engine have equal digests.
 * @throws SpecError naming the first field that is not accepted; the signal's reason where it is
 *   aborted.
 */
export async function sweep(document: unknown, options: SweepSettings = {}): Promise<MapResult> {
  const [{ parseSweep }, { SweepRun }, { mapResult }] = await Promise.all([
    import('./spec/sweep-schema'),
    import('./experiment/sweep/sweep-run'),
    import('./experiment/sweep/map-result'),
  ]);
  const parsed: Sweep = parseSweep(document);
  const { engine, ...rest } = options;
  return withEngine(engine, async (own) => {
    const making = new SweepRun(parsed, own.identity);
    await making.advance(own, rest);
    rest.signal?.throwIfAborted();
    return mapResult(making);
  });
}

/**
 * What theory says of a spec, in milliseconds to seconds; nothing is simulated.
 *
 * @param spec  A spec, of which anything may be left out that has a default.
 * @param step  Of the law, 1 to the last step of the spec, which is taken where it is left out.
 * @returns Verdict, growth exponent (`exponentUnit` says of what, per step), law, thresholds of
 *   sigma and the exact probability of escape, 0 to 1; null with a reason where one is not known.
 * @throws SpecError naming the first field that is not accepted; RangeError for a step that the
 *   spec does not have.
 */
export async function theory(spec: unknown, step?: number): Promise<SpecTheory> {
  const parsed: Spec = parseSpec(spec);
  const { steps } = parsed.time;
  const at = step ?? steps;
  if (!(Number.isInteger(at) && at >= 1 && at <= steps))
    throw new RangeError(`step: ${at} is not accepted; give a whole number from 1 to ${steps}.`);
  await import('./theory/all-methods');
  const [{ theoryOf, sigmaThresholds }, { exactEscape }] = await Promise.all([
    import('./theory/theory'),
    import('./theory/escape/exact-escape'),
  ]);
  return {
    theory: theoryOf(parsed, at),
    thresholds: sigmaThresholds(parsed, parsed.histogram.coordinate),
    escape: exactEscape(parsed),
  };
}

/**
 * Puts claims of the post, or exact numbers of published papers, to the test.
 *
 * @param options  `suite`, `ids`, `particles`, `onClaim`, `onResult`, `signal`, and the engine.
 * @returns Every claim with its checks: measured and predicted number, standard error, interval.
 * @throws RangeError for an id that the suite does not have; the signal's reason where it is aborted.
 */
export async function verify(
  options: VerifyOptions & { engine?: Engine } = {},
): Promise<Verification> {
  const { SUITES, verifyClaims } = await import('./experiment/verify/verify');
  const { engine, ...rest } = options;
  const known = SUITES[rest.suite ?? 'post'].map(({ id }) => id);
  for (const id of rest.ids ?? [])
    if (!known.includes(id))
      throw new RangeError(`ids: ${id} is not accepted; give any of ${known.join(', ')}.`);
  return withEngine(engine, (own) => verifyClaims(own, rest));
}

async function withEngine<T>(
  given: Engine | undefined,
  work: (engine: Engine) => Promise<T>,
): Promise<T> {
  if (given) return work(given);
  const engine = await openEngine({ kind: 'cpu' });
  try {
    return await work(engine);
  } finally {
    engine.destroy();
  }
}
