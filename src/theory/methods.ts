import { effectiveRates, isMemoryless, type Rates } from '../spec/rates';
import { isSurface, type Spec } from '../spec/spec';
import { shrinkingMean, shrinkingMoments } from './annealing';
import { continuousLaw, type Law } from './distribution';
import type { Theory } from './law';
import { factorExponent, type StepFactor, stepFactor } from './lyapunov';
import { momentumExponent } from './momentum';
import { normalLaw } from './normal-law';
import { type ReluDiffusion, reluCdf, reluStationaryLaw } from './relu';
import { surfaceOf } from './spec-surface';
import { spectralGap, stationaryKind, stationaryLaw } from './stationary';
import { epochExponent, landmarkExponent, landmarkKappa, landmarkLaw } from './svrg';

/**
 * What is known where a step is not x <- M x + w z with the same law every time: methods with a memory, shrinking steps, and
 * other losses than the saddle. law.ts asks for it first.
 */

/** What most of these have in common. */
const BARE = {
  law: null,
  settled: true,
  relaxationTime: null,
  dtBias: null,
  tailIndex: null,
} satisfies Partial<Theory>;

/** Largest |dtBias| at which the law of small steps is shown; as in law.ts. */
const LARGEST_BIAS = 0.05;

function verdictOf(rate: number): Theory['verdict'] {
  return Math.abs(rate) < 1e-12 ? 'critical' : rate > 0 ? 'escapes' : 'trapped';
}

/**
 * Theory of a spec that is no linear chain of independent steps; null where it is one. `step` as in `theoryOf`.
 * Held by tests/unit/theory/methods.test.ts.
 */
export function methodTheory(spec: Spec, step: number): Theory | null {
  const { loss, optimizer } = spec;
  if (isSurface(loss)) return surfaceTheory(spec);
  if (loss.kind === 'relu-saddle') return reluTheory(spec, step);
  if (optimizer.schedule === 'inverse-time') return shrinkingTheory(spec, step);
  if (loss.kind === 'linear-network') return networkTheory(spec);
  if (optimizer.kind === 'svrg') return landmarkTheory(spec, step);
  if (!isMemoryless(optimizer.kind)) return momentumTheory(spec);
  return null;
}

const last = new Map<string, number>();

/** Keeps the last result of an expensive function of a few numbers: pages ask many times a second. */
function remembered(name: string, inputs: unknown, compute: () => number): number {
  const key = `${name} ${JSON.stringify(inputs)}`;
  const known = last.get(key);
  if (known !== undefined) return known;
  if (last.size > 50) last.clear();
  const value = compute();
  last.set(key, value);
  return value;
}

/**
 * Lyapunov exponent per step of momentum with a step factor. Stored sets are taken for Gaussian noise of their variance.
 * Error 1e-6, see `momentumExponent`; takes some milliseconds, and none when asked again.
 */
export function momentumFactorExponent(factor: StepFactor, optimizer: Spec['optimizer']): number {
  const { m, v, batchSize } = factor;
  const law = factor.law === 'two-point' ? 'two-point' : 'gaussian';
  const method = optimizer.kind === 'nesterov' ? 'nesterov' : 'heavy-ball';
  const step = { method, law, m, v, beta: optimizer.beta ?? 0, batchSize } as const;
  return remembered('momentum', step, () => momentumExponent(step));
}

/**
 * Momentum with small steps is plain descent with the learning rate learningRate / (1 - beta) (docs/model.md, "Momentum"):
 * its stationary law is drawn where the exponent says that the steps are small enough.
 */
function momentumTheory(spec: Spec): Theory {
  const { coordinate } = spec.histogram;
  const { beta = 0 } = spec.optimizer;
  const rates = effectiveRates(spec, coordinate);
  const exponent = momentumFactorExponent(stepFactor(spec, coordinate), spec.optimizer);
  const perTime = exponent / spec.time.dt;
  const speed = 1 / (1 - beta);
  const diffusion = {
    growth: speed * rates.sde.growth,
    sigma: speed * rates.sde.sigma,
    tau: speed * rates.sde.tau,
    rho: rates.rho,
  };
  const growthRate = diffusion.growth - diffusion.sigma ** 2 / 2;
  const dtBias = growthRate === 0 ? null : (perTime - growthRate) / Math.abs(growthRate);
  const verdict = verdictOf(exponent);
  const law =
    verdict === 'trapped' && dtBias !== null && Math.abs(dtBias) <= LARGEST_BIAS
      ? stationaryLaw(diffusion)
      : null;
  const gap = law && stationaryKind(diffusion) === 'density' ? spectralGap(diffusion) : 0;
  return {
    ...BARE,
    law,
    reason: law
      ? null
      : verdict === 'trapped'
        ? 'Momentum with steps of this length traps, but its stationary law has no closed form.'
        : 'Momentum escapes here: there is no stationary density to draw.',
    settled: law ? gap === 0 || gap * spec.time.dt * spec.time.steps >= 10 : true,
    relaxationTime: gap > 0 ? 1 / gap : null,
    lyapunovExponent: exponent,
    lyapunovExponentPerTime: perTime,
    sdeGrowthRate: growthRate,
    verdict,
    dtBias,
    longRun: null,
  };
}

/**
 * SVRG: inside an epoch the gradient's noise grows with the distance from the landmark, so that both noises are one and the
 * same, and x settles on an inverse gamma law beside the landmark; the landmarks grow or shrink geometrically.
 */
function landmarkTheory(spec: Spec, step: number): Theory {
  const { coordinate } = spec.histogram;
  const { epochLength = 1 } = spec.optimizer;
  const { sde, learningRate, drift } = effectiveRates(spec, coordinate);
  const { dt } = spec.time;
  const kappa = landmarkKappa(sde.growth, sde.sigma, 1);
  const epoch = epochLength * dt;
  const perEpoch =
    sde.growth > 0
      ? remembered('epoch', [sde.growth * epoch, sde.sigma ** 2 * epoch], () =>
          epochExponent(sde.growth * epoch, sde.sigma ** 2 * epoch),
        )
      : // A convex direction, whose factors change sign: the limit of long epochs, but never faster than without noise.
        Math.max(Math.log(Math.abs(1 + learningRate * drift)) * epochLength, landmarkExponent(kappa));
  const perTime = perEpoch / epoch;
  const verdict = verdictOf(sde.growth);
  const landmark = spec.start.kind === 'point' ? spec.start.x[coordinate] : null;
  const inFirst = landmark !== null && landmark !== 0 && step <= epochLength;
  const inner = { ...sde, tau: -sde.sigma * (landmark ?? 0), rho: 1 };
  const innerRate = sde.growth - sde.sigma ** 2 / 2;
  const innerBias =
    (factorExponent(stepFactor(spec, coordinate)) / dt - innerRate) / Math.max(Math.abs(innerRate), 1e-300);
  const law = inFirst && Math.abs(innerBias) <= LARGEST_BIAS ? landmarkLaw(kappa, landmark) : null;
  const gap = law && stationaryKind(inner) === 'density' ? spectralGap(inner) : 0;
  const shape = `${perEpoch.toPrecision(3)} per epoch`;
  return {
    ...BARE,
    law,
    reason: law
      ? null
      : inFirst
        ? 'Inside this epoch the law of small steps does not hold yet, and the steps have no closed form of their own.'
        : `Past the first landmark x is a product of as many factors as there were epochs: ln |landmark| moves by about ${shape}, and its law has no closed form.`,
    settled: law ? gap * step * dt >= 10 : true,
    relaxationTime: gap > 0 ? 1 / gap : null,
    lyapunovExponent: perTime * dt,
    lyapunovExponentPerTime: perTime,
    sdeGrowthRate: perTime,
    verdict,
    dtBias: law ? innerBias : null,
    longRun:
      verdict === 'escapes'
        ? `Every epoch ends farther from the saddle than it began: ln |x| grows by ${shape} on average, in the limit of small steps.`
        : verdict === 'trapped'
          ? `Every epoch ends nearer to the minimum on average: ln |x| shrinks by ${shape} in the limit of small steps.`
          : 'Without a slope nothing moves: the noise vanishes at the landmark.',
  };
}

/** learning rate / n: log |x| moves by A log n, A = learningRate a dt, whatever the noise. */
function shrinkingTheory(spec: Spec, step: number): Theory {
  const { coordinate } = spec.histogram;
  const { kind, learningRate, beta = 0 } = spec.optimizer;
  const rates = effectiveRates(spec, coordinate);
  // Momentum adds up 1 / (1 - beta) steps of nearly the same size.
  const growth = (learningRate * rates.drift) / (1 - beta);
  const verdict = verdictOf(growth);
  const law = isMemoryless(kind) && spec.loss.kind === 'saddle' ? shrinkingNormal(spec, rates, step) : null;
  const rate = growth.toPrecision(3);
  return {
    ...BARE,
    law,
    reason: law
      ? null
      : `With steps that shrink like 1/n x is n^${rate} times a random number that settles early; its law has no closed form.`,
    lyapunovExponent: growth,
    lyapunovExponentPerTime: growth,
    sdeGrowthRate: growth,
    verdict,
    longRun:
      verdict === 'escapes'
        ? `The noise dies out before the push does: |x| grows like n^${rate}, for any sigma, only slowly.`
        : verdict === 'trapped'
          ? `|x| shrinks like n^${rate}, and slower and slower.`
          : 'Without a slope shrinking steps come to rest wherever they are.',
  };
}

/** Purely additive Gaussian noise in shrinking steps: a normal law with the chain's own moments. */
function shrinkingNormal(spec: Spec, rates: Rates, step: number): Law | null {
  const { start } = spec;
  const { coordinate } = spec.histogram;
  if (start.kind !== 'point' || rates.multiplicative !== 0 || step > 1e6) return null;
  if (spec.noise.law !== 'gaussian') return null;
  const steps = {
    growth: rates.learningRate * rates.drift,
    spread: 0,
    additive: rates.learningRate * rates.additive,
    rho: rates.rho,
  };
  // From 0 the second moment is the variance.
  const { second } = shrinkingMoments(steps, 0, step);
  return normalLaw(shrinkingMean(steps, start.x[coordinate], step), Math.sqrt(second), 'transient', true);
}

/** A ridge: noise that does not fade at 0 and a push of constant size. No noise traps. */
function reluTheory(spec: Spec, step: number): Theory {
  const { coordinate } = spec.histogram;
  const { kind, schedule, learningRate } = spec.optimizer;
  const rates = effectiveRates(spec, coordinate);
  const { growth, sigma, tau } = rates.sde;
  const slope = growth;
  const motion: ReluDiffusion = { slope, sigma: Math.hypot(sigma, tau) };
  const plain =
    isMemoryless(kind) && schedule === 'constant' && (rates.rho === 0 || sigma === 0 || tau === 0);
  const { start } = spec;
  const time = step * spec.time.dt;
  // A push of one step is a jump across the ridge: the law of small steps is off by about half of one in its scale.
  const scale = motion.sigma ** 2 / (2 * Math.abs(slope));
  const dtBias = motion.sigma === 0 ? null : (learningRate * Math.abs(rates.drift)) / (2 * scale);
  const small = dtBias !== null && dtBias <= LARGEST_BIAS;
  const x0 = start.kind === 'point' ? start.x[coordinate] : null;
  let law: Law | null = null;
  if (plain && (small || slope === 0) && x0 !== null && step > 0) law = ridgeLaw(motion, x0, time);
  const verdict = verdictOf(slope);
  return {
    ...BARE,
    law,
    reason: law
      ? null
      : plain && !small
        ? 'Steps of this length jump across the ridge: the law of small steps does not hold.'
        : 'For this method or noise the motion on a ridge has no closed form.',
    relaxationTime: slope < 0 ? (2 * motion.sigma ** 2) / slope ** 2 : null,
    lyapunovExponent: learningRate * rates.drift,
    lyapunovExponentPerTime: slope,
    sdeGrowthRate: slope,
    verdict,
    dtBias,
    longRun:
      verdict === 'escapes'
        ? `A ridge has no noise that fades at x = 0, and so no threshold: |x| grows by ${slope.toPrecision(3)} per unit of time in the long run, for any sigma.`
        : verdict === 'trapped'
          ? `A crease pulls with the same force from everywhere: |x| settles within about ${scale.toPrecision(3)} of it.`
          : 'Without a slope the noise alone spreads the particles.',
  };
}

/** The law of x at a time; the stationary one is its limit. */
function ridgeLaw(motion: ReluDiffusion, x0: number, time: number): Law {
  const spread = motion.sigma * Math.sqrt(time);
  const stationary = reluStationaryLaw(motion);
  const width = stationary ? Math.min(spread, 2 * stationary.scale) : spread;
  const lower = (x: number) => reluCdf(motion, x0, time, x);
  return continuousLaw({
    name: 'ridge',
    title: 'Drift and walk on a ridge',
    kind: 'transient',
    exact: false,
    parameters: { slope: motion.slope, sigma: motion.sigma, start: x0, time },
    mean: null,
    variance: null,
    tailExponent: null,
    lower,
    upper: (x) => reluCdf(motion, -x0, time, -x),
    // The density is only drawn: a difference over a thousandth of the width.
    pdf: (x) => (lower(x + 1e-3 * width) - lower(x - 1e-3 * width)) / (2e-3 * width),
    location: stationary ? 0 : x0 + Math.sign(x0) * motion.slope * time,
    scale: width,
  });
}

/** Near the origin a network of two weights is the saddle with slopes a (w1 = w2) and -a; deeper ones are flat there. */
function networkTheory(spec: Spec): Theory {
  const { loss, optimizer, time } = spec;
  if (loss.kind !== 'linear-network') throw new Error('This is no network.');
  const [a] = loss.a;
  if (loss.depth > 2)
    return {
      ...BARE,
      reason: 'Weights that multiply each other have no law in closed form.',
      lyapunovExponent: 0,
      lyapunovExponentPerTime: 0,
      sdeGrowthRate: 0,
      verdict: 'critical',
      longRun: `With ${loss.depth} weights the origin is flat to second order: neither push nor noise grows with the distance there, and leaving takes long.`,
    };
  const rates = effectiveRates(spec, 0);
  // Along w1 = w2 the slope is a, along w1 = -w2 it is -a: the repulsive one of the two decides.
  const factor = stepFactor(spec, 0);
  const facing = { ...factor, m: 1 + Math.abs(factor.m - 1) };
  const exponent =
    optimizer.kind === 'svrg'
      ? Math.log(facing.m)
      : isMemoryless(optimizer.kind)
        ? factorExponent(facing)
        : momentumFactorExponent(facing, optimizer);
  const growth = Math.abs(rates.sde.growth);
  return {
    ...BARE,
    reason: 'Weights that multiply each other have no law in closed form.',
    lyapunovExponent: exponent,
    lyapunovExponentPerTime: exponent / time.dt,
    sdeGrowthRate: growth - rates.sde.sigma ** 2 / 2,
    verdict: verdictOf(exponent),
    longRun:
      a === 0
        ? null
        : `Near the origin this is a saddle: along w0 = ${a > 0 ? '' : '-'}w1 the data push away, across they pull. The minima lie on w0 w1 = ${a}.`,
  };
}

/** A shaken surface: does its average still have a saddle that repels? */
function surfaceTheory(spec: Spec): Theory {
  const { noise, optimizer, time } = spec;
  const { points } = surfaceOf(spec)!;
  const saddles = points.filter(({ kind }) => kind === 'saddle');
  const minima = points.filter(({ kind }) => kind === 'minimum');
  const place = saddles[0] ?? minima[0];
  const rate = place ? -optimizer.learningRate * place.curvatures[0] : 0;
  const exponent = Math.log(Math.abs(1 + rate * time.dt));
  const shaken = (noise.shake ?? 0) > 0 ? 'Averaged over its shaking, the' : 'The';
  const passes = saddles.length === 1 ? 'a saddle' : `${saddles.length} saddles`;
  return {
    ...BARE,
    reason: 'A surface like this has no law in closed form; the map shows where its average leads.',
    lyapunovExponent: exponent,
    lyapunovExponentPerTime: exponent / time.dt,
    sdeGrowthRate: rate,
    verdict: saddles.length > 0 ? 'escapes' : 'trapped',
    longRun:
      saddles.length > 0
        ? `${shaken} surface has ${minima.length} minima and ${passes} between them, which the particles roll away from.`
        : `${shaken} surface has no saddle left: its only minimum has swallowed the others, and there the particles gather.`,
  };
}
