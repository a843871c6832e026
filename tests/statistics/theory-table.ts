import seedrandom from 'seedrandom';
import type { Engine, Ensemble } from '../../src/engine/engine';
import { compareWithTheory } from '../../src/experiment/result';
import { histogramEdges } from '../../src/spec/histogram-edges';
import { noiseAt } from '../../src/spec/listed-noise';
import { parseSpec, SpecError } from '../../src/spec/schema';
import { epochLengthOf, type Spec } from '../../src/spec/spec';
import { type KnownTheory, momentsOf, type Theory, theoryOf } from '../../src/theory/theory';

/**
 * The whole table of what goes together, drawn at random, and what a run says of each number of
 * theory.
 */

/** Particles of a run. */
const PARTICLES = 2048;
/** Most steps of a run. */
const MOST_STEPS = 900;
/** ln |x| may move so far before float32 has no numbers for it. */
const LOG_ROOM = 60;

export interface Finding {
  what: 'exponent' | 'verdict' | 'mean' | 'second moment' | 'law';
  theory: number | string;
  measured: number | string;
  /** Standard errors beyond what theory allows itself; 0 within its error. */
  z: number;
}

/** A random spec of the table: plain numbers, small enough to be simulated. */
export function tableSpec(seed: string): Spec {
  const random = seedrandom(seed);
  const between = (low: number, high: number) => low + (high - low) * random();
  const oneOf = <T>(...list: T[]) => list[Math.floor(random() * list.length)];
  for (;;) {
    const kind = oneOf(
      ...['gd', 'sgd', 'sgd', 'perturbed', 'svrg', 'svrg', 'heavy-ball', 'nesterov', 'rmsprop'],
    );
    const law = oneOf('gaussian', 'gaussian', 'two-point', 'two-point', 'dataset');
    const loss = oneOf('saddle', 'saddle', 'saddle', 'relu-saddle', 'linear-network');
    const additive = loss === 'linear-network' ? false : random() < 0.5;
    const samples = Math.round(between(2, 14));
    const input = {
      loss: { kind: loss, a: [between(-0.6, 0.6)] },
      noise: {
        law,
        sigma: oneOf(0, between(0, 0.5), between(0.5, 2)),
        tau: additive ? between(0.1, 1) : 0,
        ...(law === 'dataset' ? { samples } : {}),
        ...(additive ? { rho: oneOf(0, between(-1, 1)) } : {}),
      },
      optimizer: {
        kind,
        learningRate: oneOf(1, between(0.05, 0.5), between(0.5, 1)),
        schedule: random() < 0.15 ? 'inverse-time' : 'constant',
        batchSize: law === 'dataset' ? Math.ceil(random() * samples) : oneOf(1, 1, 2, 3),
        ...(kind === 'svrg' ? { epochLength: Math.round(2 ** between(0, 6)) } : {}),
        ...(kind === 'heavy-ball' || kind === 'nesterov'
          ? { beta: oneOf(0.9, between(0, 0.95)) }
          : {}),
      },
      time: { dt: oneOf(1, 1, between(0.1, 1)), steps: law === 'dataset' ? 300 : MOST_STEPS },
      start:
        loss === 'linear-network'
          ? { kind: 'point', x: [1e-12, 1e-12] }
          : oneOf<object>(
              { kind: 'point', x: [1] },
              { kind: 'gaussian', mean: [0.5], standardDeviation: [0.3] },
            ),
      escape: { radius: 1e30 },
      ensemble: { particles: PARTICLES, seed },
      histogram: oneOf<object>(
        { axis: 'log-abs', min: 1e-30, max: 1e29, bins: 2000 },
        { axis: 'asinh', min: -1e6, max: 1e6, bins: 2000 },
      ),
    };
    try {
      return parseSpec(input);
    } catch (error) {
      // Not every loss goes with every noise.
      if (!(error instanceof SpecError)) throw error;
    }
  }
}

/** What a run of the spec says of its theory. */
export async function examine(engine: Engine, spec: Spec): Promise<Finding[]> {
  const theory = theoryOf(spec, 1);
  const pure = spec.noise.tau === 0 && spec.optimizer.kind !== 'perturbed';
  const findings: Finding[] = [];
  if (pure && theory.lyapunovExponent !== null)
    findings.push(...(await examineExponent(engine, spec, theory as KnownTheory)));
  findings.push(...(await examineMoments(engine, spec)));
  findings.push(...(await examineLaw(engine, spec)));
  return findings;
}

/** Slope of the distance over the later two thirds of a run, against the exponent and verdict. */
async function examineExponent(
  engine: Engine,
  spec: Spec,
  theory: KnownTheory,
): Promise<Finding[]> {
  const { exponentUnit: unit, lyapunovExponent: exponent, exponentError } = theory;
  // These runs begin near 0; tests/unit/theory/far-out.test.ts has others.
  if (unit === 'distance per step far out') return [];
  const steps = await stepsWithin(engine, spec);
  if (steps === null) return [];
  const first = Math.max(1, Math.round(steps / 3 / period(spec))) * period(spec);
  // Where the later sizes begin; they must not begin before the earlier ones have ended.
  const last = (Math.floor(steps / period(spec)) - 1) * period(spec);
  if (last < first + turnsOf(spec) * period(spec)) return [];
  const logTime = unit.endsWith('ln step');
  const time = logTime ? Math.log(last / first) : last - first;
  if (time <= 0 || isSlow(spec, theory, first)) return [];
  const size = (x: number) => (unit.startsWith('ln') ? Math.log(Math.abs(x)) : Math.abs(x));
  const ensemble = await engine.create(spec);
  try {
    const before = await sizesAround(ensemble, first, period(spec), size);
    const after = await sizesAround(ensemble, last, period(spec), size);
    const slopes = Array.from(after, (value, i) => (value - before[i]) / time);
    // Particles that float32 cannot carry any more, or that stand at exactly 0.
    if (!slopes.every(Number.isFinite)) return [];
    const { mean, error } = meanOf(slopes);
    const findings: Finding[] = [];
    if (theory.exponentBasis !== 'limit')
      findings.push({
        what: 'exponent',
        theory: exponent,
        measured: mean,
        // A ridge's distance is a sum that float32 rounds.
        z: beyond(
          mean - exponent,
          exponentError + transient(spec, theory, first, time),
          error,
          unit.startsWith('ln') ? 0 : exponent,
        ),
      });
    const against = theory.verdict === 'escapes' ? -mean : theory.verdict === 'trapped' ? mean : 0;
    // Distances from a crease do not shrink for ever.
    if (unit.startsWith('ln'))
      findings.push({
        what: 'verdict',
        theory: theory.verdict,
        measured: mean,
        z: beyond(Math.max(0, against), transient(spec, theory, first, time), error),
      });
    return unit.startsWith('ln') || theory.verdict === 'escapes' ? findings : [];
  } finally {
    ensemble.destroy();
  }
}

/** Steps after which the same happens again: an epoch of landmarks, and one of a stored set. */
function period(spec: Spec): number {
  const { optimizer, noise } = spec;
  const epoch = optimizer.kind === 'svrg' ? epochLengthOf(spec) : 1;
  if (!('samples' in noise)) return epoch;
  const batches = Math.max(1, Math.floor(noise.samples / optimizer.batchSize));
  return leastMultiple(epoch, batches);
}

function leastMultiple(a: number, b: number): number {
  for (let multiple = a; ; multiple += a) if (multiple % b === 0) return multiple;
}

/** A walk on a ridge looks like its drift only when it has drifted farther than it has spread. */
function isSlow(spec: Spec, theory: KnownTheory, first: number): boolean {
  if (theory.exponentUnit.startsWith('ln')) return false;
  const spread =
    spec.optimizer.learningRate * noiseAt(spec.noise, 0).sigma * Math.sqrt(first * spec.time.dt);
  const drift = Math.abs(theory.lyapunovExponent) * first;
  return theory.exponentUnit === 'distance per ln step' || drift < 8 * (1 + spread);
}

/**
 * What the start still adds to a slope: steps that shrink settle like 1/n, and the direction of
 * momentum turns, by no more than the condition of its step.
 */
function transient(spec: Spec, theory: KnownTheory, first: number, time: number): number {
  const { learningRate, kind } = spec.optimizer;
  const beta = 'beta' in spec.optimizer ? spec.optimizer.beta : 0;
  const turning = kind === 'heavy-ball' || kind === 'nesterov';
  const noise = (learningRate * noiseAt(spec.noise, 0).sigma) ** 2 * spec.time.dt;
  if (theory.exponentUnit.endsWith('ln step')) {
    const memory = turning ? 1 / (1 - beta) ** 3 : 1;
    const push = Math.abs(theory.lyapunovExponent);
    return (2 * memory * (noise + push + push ** 2)) / first / time;
  }
  return turning && noise * time < 10 ? Math.log((1 + beta) / (1 - beta)) / time : 0;
}

/** A number of steps in which float32 can carry ln |x|; null where there are too few. */
async function stepsWithin(engine: Engine, spec: Spec): Promise<number | null> {
  const ensemble = await engine.create({
    ...spec,
    ensemble: { ...spec.ensemble, particles: 256 },
  });
  try {
    const trial = Math.min(spec.time.steps, 40);
    await ensemble.advance(trial);
    const logs = Array.from(await ensemble.read(256), (x) => Math.log(Math.abs(x)));
    const origin = Math.log(spec.start.kind === 'point' ? Math.abs(spec.start.x[0]) : 1);
    const moved = logs.filter(Number.isFinite).map((value) => value - origin);
    if (moved.length < 256) return null;
    const { mean, error } = meanOf(moved);
    const drift = Math.abs(mean) / trial;
    const spread = (error * 16) / Math.sqrt(trial);
    let steps = spec.time.steps;
    while (steps > 3 && drift * steps + 7 * spread * Math.sqrt(steps) > LOG_ROOM) steps >>= 1;
    return steps > 20 ? steps : null;
  } finally {
    ensemble.destroy();
  }
}

/** Periods over which sizes are averaged. */
function turnsOf({ optimizer }: Spec): number {
  return optimizer.kind === 'heavy-ball' || optimizer.kind === 'nesterov' ? 8 : 1;
}

/**
 * Sizes of all particles about a step: of momentum, whose direction turns, the mean over eight
 * periods.
 */
async function sizesAround(
  ensemble: Ensemble,
  step: number,
  period: number,
  size: (x: number) => number,
): Promise<Float64Array> {
  const sum = new Float64Array(PARTICLES);
  const offsets = Array.from({ length: turnsOf(ensemble.spec) }, (_, i) => i);
  for (const offset of offsets) {
    await ensemble.advance(step + offset * period);
    const x = await ensemble.read(PARTICLES);
    for (let i = 0; i < PARTICLES; i++) sum[i] += size(x[i]) / offsets.length;
  }
  return sum;
}

function meanOf(values: readonly number[]): { mean: number; error: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, error: Math.sqrt(squares / (values.length - 1) / values.length) };
}

/** Standard errors by which a difference is beyond an allowance; float32 rounds the slope itself. */
function beyond(difference: number, allowance: number, error: number, scale = 0): number {
  const rest = Math.max(0, Math.abs(difference) - allowance - 1e-6 - 2e-5 * Math.abs(scale));
  return rest === 0 ? 0 : rest / Math.max(error, 1e-7);
}

/**
 * Most exact fourth moments, in squares of the second, at which a sample tells of its second moment:
 * the sample's own fourth moment misses the few particles that make up a heavy tail.
 */
const LARGEST_KURTOSIS = 20;

/** Exact moments against those of the particles, where no few of them make up the sum. */
async function examineMoments(engine: Engine, spec: Spec): Promise<Finding[]> {
  const findings: Finding[] = [];
  const ensemble = await engine.create(spec);
  try {
    for (const step of [3, 20]) {
      const { mean, second, fourth } = momentsOf(spec, step);
      if (mean === null || second === null || fourth === null) continue;
      await ensemble.advance(step);
      const x = Array.from(await ensemble.read(PARTICLES));
      const squares = x.map((value) => value * value);
      const sample = meanOf(squares);
      if (!(fourth < LARGEST_KURTOSIS * second ** 2) || !(second > 0)) continue;
      const errors = [second - mean ** 2, fourth - second ** 2].map((variance) =>
        Math.sqrt(Math.max(0, variance) / PARTICLES),
      );
      // A sum of float32 numbers is good to their rounding.
      const rounding = 1e-6 * (Math.abs(mean) + Math.sqrt(second));
      findings.push({
        what: 'mean',
        theory: mean,
        measured: meanOf(x).mean,
        z: beyond(meanOf(x).mean - mean, rounding, errors[0]),
      });
      findings.push({
        what: 'second moment',
        theory: second,
        measured: sample.mean,
        z: beyond(sample.mean - second, 1e-5 * second, errors[1]),
      });
    }
  } finally {
    ensemble.destroy();
  }
  return findings;
}

/** The law against the counts, where there is one and the run is long enough for it. */
async function examineLaw(engine: Engine, spec: Spec): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const step of [7, 150]) {
    const theory: Theory = theoryOf({ ...spec, time: { ...spec.time, steps: step } }, step);
    if (!theory.law || !theory.settled) continue;
    const ensemble = await engine.create(spec);
    try {
      await ensemble.advance(step);
      const law = theory.law;
      const [low, high] = [law.quantile(0.001), law.quantile(0.999)];
      if (!(high > low) || !Number.isFinite(high - low)) continue;
      const counts = await ensemble.count();
      if (counts.zero > 0 || counts.frozen > 0) continue;
      const edges = histogramEdges(ensemble.spec.histogram);
      const { distance } = compareWithTheory(
        { ...spec, time: { ...spec.time, steps: step } },
        step,
        counts,
        edges,
      );
      if (!distance) continue;
      // Kolmogorov's law at the level of the table: P(sqrt(n) D > x) = 2 exp(-2 x^2).
      const rest = Math.max(0, distance.ks - (theory.lawError ?? 0));
      findings.push({
        what: 'law',
        theory: `${law.name} ${theory.lawBasis} +- ${theory.lawError}`,
        measured: distance.ks,
        // The normal deviate of the same probability, nearly.
        z: 2 * rest * Math.sqrt(PARTICLES),
      });
    } finally {
      ensemble.destroy();
    }
  }
  return findings;
}
