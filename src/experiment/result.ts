import { finiteOrNull } from '../numerics/finite';
import '../theory/all-methods';
import type { Counts, EngineIdentity, Ensemble } from '../engine/engine';
import { float32Limits, type Limit } from '../spec/float32-limits';
import { histogramEdges } from '../spec/histogram-edges';
import type { Spec } from '../spec/spec';
import { binProbabilities, momentsOf, type Theory, theoryOf } from '../theory/theory';
import { digestOfDocument } from './digest';
import type { Distance } from './distance';
import { type EscapeExit, escapeExits } from './escape-exits';
import { type EscapeStatistics, escapeStatistics } from './escape-statistics';
import type { History } from './history';
import { CONFIDENCE, wilsonInterval } from './interval';
import { lawDistance } from './law-distance';
import { type SampleMoments, sampleMoments } from './sample-moments';
import { type SamplesSummary, samplesSummaryOf } from './samples/samples-summary';

/** Probabilities of the quantiles in a result. */
export const PROBABILITIES = ['0.05', '0.25', '0.5', '0.75', '0.95'] as const;

/**
 * What a run found. The names are fixed: people's scripts depend on them. docs/architecture.md
 * lists them.
 */
export interface RunResult {
  /** The spec in full, every default written out. */
  spec: Spec;
  /** Who counted it. */
  engine: EngineIdentity;
  /** Steps done. */
  steps: number;
  /** Particles of the ensemble. */
  particles: number;
  /** `counts + below + above + nonFinite` is always `particles`. */
  histogram: {
    /** Bin i holds edges[i] <= x < edges[i + 1]; |x| on the log-abs axis. */
    edges: number[];
    /** Particles in each bin. Shape: [bins]. */
    counts: number[];
    /** Particles below the first edge. */
    below: number;
    /** Particles at the last edge or above. */
    above: number;
    /** NaN: always a fault of ours. */
    nonFinite: number;
    /** At exactly 0, among those counted above. */
    zero: number;
    /** Beyond |x| = 1e30, where particles are frozen; among those counted above. */
    frozen: number;
  };
  /** Values of x, exact order statistics in float32. */
  quantiles: Record<(typeof PROBABILITIES)[number], number>;
  /** First passage out of the region of `escape`, with Wilson's interval. */
  escape: {
    /** Particles that left by the last step. */
    count: number;
    /** count / particles. */
    probability: number;
    /** Lower end of the interval of the probability, 0 to 1. */
    low: number;
    /** Upper end of the interval of the probability, 0 to 1. */
    high: number;
    /** Of the interval, 0.95. */
    confidence: number;
    /**
     * Particles outside of the region at this very step: those that left and did not come back.
     */
    beyondNow: number;
    /** When they left. */
    times: EscapeStatistics;
    /** Where they left; null where the engine did not keep it. */
    exits: EscapeExit[] | null;
  };
  /** Of the histogram's coordinate, beside the exact moments where there are some. */
  moments: SampleMoments;
  /** What theory says at the last step. */
  theory: TheorySummary | null;
  /** What a user's own samples say of their law; left out where the noise takes none. */
  samples?: SamplesSummary;
  /** Distance of the histogram from the law, null where no law applies. */
  distance: Distance | null;
  /** Why a law that applies has no distance; null elsewhere. */
  distanceReason: string | null;
  /** The steps that `time.record` asks for; left out where it asks for none. */
  history?: History;
  /**
   * What float32 changes of what the spec asks for: a distance from the law may be due to it. Empty
   * where all is well.
   */
  limits: Limit[];
  /**
   * SHA-256, in hexadecimal, of the version of the random stream, the spec, the step, the kind of
   * engine and every integer of the result: the same spec on the same adapter gives the same
   * digest, whatever the time it took.
   */
  digest: string;
  /** Time of the run, in seconds. */
  seconds: number;
  /** particles * steps / seconds; 0 where no time was measured. */
  particleStepsPerSecond: number;
  /** The device was lost for good: this is the last that was counted before. */
  partial?: true;
}

/** Theory of a spec after a step, as result documents have it. */
export interface TheorySummary {
  /** Name of the closed form that applies at this step, null where there is none. */
  law: string | null;
  /** The law in words, such as "Student t, 0.5 degrees of freedom". */
  title: string | null;
  /** "stationary" or "transient". */
  kind: string | null;
  /** Whether the law is that of the simulated chain itself, and not of its limit of small dt. */
  exact: boolean | null;
  /** How the law is known: exact, bounded, limit or unknown. */
  lawBasis: Theory['lawBasis'];
  /** Largest difference of its distribution function from the chain's: a bound or an estimate. */
  lawError: number | null;
  /** Parameters of the law by their names. */
  parameters: Record<string, number> | null;
  /** Why there is no law, or what to know about the one there is. */
  reason: string | null;
  /** Whether the ensemble had the time to forget its start, where the law is a stationary one. */
  settled: boolean | null;
  /** 1 / spectral gap, in time of the SDE, or in steps for a law of whole steps; null where none. */
  relaxationTime: number | null;
  /** E ln |growth factor of one step|; > 0 escapes, < 0 traps. Null where it is minus infinity. */
  lyapunovExponent: number | null;
  /** How the exponent is known: exact, bounded, limit or unknown. */
  exponentBasis: Theory['exponentBasis'];
  /** Absolute, in `exponentUnit`: a bound, or for a limit an estimate; null where unknown. */
  exponentError: number | null;
  /** limit: one phrase that names it. */
  exponentLimit: string | null;
  /** What the exponent counts, such as "ln distance per step". */
  exponentUnit: Theory['exponentUnit'];
  /** The place whose distance the exponent counts. */
  exponentPlace: Theory['exponentPlace'];
  /** The exponent per unit of time, of dt times the learning rate. */
  lyapunovExponentPerTime: number | null;
  /** a - sigma^2 / 2 of the SDE, per unit of time. */
  sdeGrowthRate: number | null;
  /** "escapes", "trapped", "critical" or "unknown". */
  verdict: string;
  /** What happens in the long run where the exponent alone does not say it. */
  longRun: string | null;
  /** (lyapunovExponentPerTime - sdeGrowthRate) / |sdeGrowthRate|; null where the latter is 0. */
  dtBias: number | null;
  /** alpha in P(|x| > r) ~ r^-alpha of the long run; null where there is no such tail. */
  tailIndex: number | null;
  /** Exact E x and E x^2 of the chain at this step; null where they are beyond float64. */
  moments: {
    /** E x. */
    mean: number | null;
    /** E x^2. */
    second: number | null;
  };
}

/** How long a run took, without reading its result. */
export interface Timing {
  seconds: number;
}

/** Reads the result document off an ensemble at its current step. */
export async function resultOf(
  ensemble: Ensemble,
  engine: EngineIdentity,
  timing: Timing,
  history?: History,
): Promise<RunResult> {
  const { spec, step } = ensemble;
  const { particles } = spec.ensemble;
  const counts = await ensemble.count();
  const values = await ensemble.quantiles(PROBABILITIES.map(Number));
  const edges = histogramEdges(spec.histogram);
  const samples = samplesSummaryOf(spec);
  const exact = momentsOf(spec, step);
  const { summary, distance, distanceReason } = compareWithTheory(spec, step, counts, edges, exact);
  return {
    spec,
    engine: { ...engine },
    steps: step,
    particles,
    histogram: {
      edges: Array.from(edges),
      counts: Array.from(counts.counts),
      below: counts.below,
      above: counts.above,
      nonFinite: counts.nonFinite,
      zero: counts.zero,
      frozen: counts.frozen,
    },
    quantiles: Object.fromEntries(
      PROBABILITIES.map((p, i) => [p, values[i]]),
    ) as RunResult['quantiles'],
    escape: {
      count: counts.escaped,
      probability: counts.escaped / particles,
      ...wilsonInterval(counts.escaped, particles),
      confidence: CONFIDENCE,
      beyondNow: counts.beyond,
      times: await escapeStatistics(ensemble, counts.escaped),
      exits: await escapeExits(ensemble, counts.escaped),
    },
    moments: await sampleMoments(ensemble, counts, exact),
    theory: summary,
    ...(samples ? { samples } : {}),
    distance,
    distanceReason,
    ...(history ? { history: structuredClone(history) } : {}),
    limits: float32Limits(spec),
    digest: digestOf(spec, step, engine, counts, values),
    seconds: timing.seconds,
    particleStepsPerSecond: timing.seconds > 0 ? (particles * step) / timing.seconds : 0,
  };
}

/** What a result document says of theory after a step of a spec. */
export function theorySummary(
  spec: Spec,
  step: number,
  theory = theoryOf(spec, step),
  moments = momentsOf(spec, step),
): TheorySummary {
  const { law } = theory;
  return {
    law: law?.name ?? null,
    title: law?.title ?? null,
    kind: law?.kind ?? null,
    exact: law?.exact ?? null,
    lawBasis: theory.lawBasis,
    lawError: theory.lawError,
    parameters: law ? { ...law.parameters } : null,
    reason: theory.reason ?? null,
    settled: theory.settled ?? null,
    relaxationTime: finiteOrNull(theory.relaxationTime),
    lyapunovExponent: finiteOrNull(theory.lyapunovExponent),
    exponentBasis: theory.exponentBasis,
    exponentError: finiteOrNull(theory.exponentError),
    exponentLimit: theory.exponentLimit,
    exponentUnit: theory.exponentUnit,
    exponentPlace: theory.exponentPlace,
    lyapunovExponentPerTime: finiteOrNull(theory.lyapunovExponentPerTime),
    sdeGrowthRate: finiteOrNull(theory.sdeGrowthRate),
    verdict: theory.verdict,
    longRun: theory.longRun,
    dtBias: finiteOrNull(theory.dtBias),
    tailIndex: finiteOrNull(theory.tailIndex),
    moments: { mean: moments.mean, second: moments.second },
  };
}

/** Theory at a step and, where it has a law, how far the counts are from it. */
export function compareWithTheory(
  spec: Spec,
  step: number,
  counts: Counts,
  edges: Float32Array,
  moments = momentsOf(spec, step),
): { summary: TheorySummary; distance: Distance | null; distanceReason: string | null } {
  const theory = theoryOf(spec, step);
  const { law } = theory;
  const summary = theorySummary(spec, step, theory, moments);
  if (!law) return { summary, distance: null, distanceReason: null };
  const probabilities = binProbabilities(law, edges, spec.histogram.axis);
  const { distance, reason = null } = lawDistance(spec, law, counts, probabilities, edges);
  return { summary, distance, distanceReason: reason };
}

function digestOf(
  spec: Spec,
  step: number,
  engine: EngineIdentity,
  counts: Counts,
  quantiles: readonly number[],
): string {
  const { below, above, nonFinite, escaped, zero, frozen, beyond } = counts;
  const bits = Array.from(new Uint32Array(Float32Array.from(quantiles).buffer));
  const integers = {
    counts: counts.counts,
    below,
    above,
    nonFinite,
    escaped,
    zero,
    frozen,
    beyond,
    quantileBits: bits,
  };
  return digestOfDocument(engine, { spec, step, integers });
}
