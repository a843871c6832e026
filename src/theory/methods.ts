import { hypot, square } from '../numerics/elementary';
import { effectiveRates, isMemoryless, type Rates } from '../spec/rates';
import { isSurface, type Spec } from '../spec/spec';
import { shrinkingMean, shrinkingMoments } from './annealing';
import { continuousLaw, type Law } from './distribution';
import type { Theory } from './law';
import { LARGEST_DT_BIAS, LARGEST_LIMIT_ERROR } from './limits';
import { stepFactor } from './lyapunov';
import {
  landmarkGrowth,
  momentumGrowth,
  networkGrowth,
  ridgeGrowth,
  shrinkingGrowth,
  surfaceGrowth,
  surfacePlace,
} from './method-growth';
import { normalLaw } from './normal-law';
import { type ReluDiffusion, reluCdf, reluStationaryLaw } from './relu';
import { surfaceOf } from './spec-surface';
import { spectralGap, stationaryKind, stationaryLaw } from './stationary';
import { landmarkLaw, landmarkSurelyGrows } from './svrg';

/**
 * What is known where a step is not x <- M x + w z with the same law every time: methods with a
 * memory, shrinking steps, and other losses than the saddle. law.ts asks for it first.
 */

/** What most of these have in common. */
const BARE = {
  law: null,
  settled: true,
  relaxationTime: null,
  dtBias: null,
  tailIndex: null,
} satisfies Partial<Theory>;

/**
 * Sign of a rate; critical where no more than rounding is left of the `parts` that it is the
 * difference of.
 */
function verdictOf(rate: number, parts = 0): Theory['verdict'] {
  if (rate === 0 || Math.abs(rate) <= 1e-12 * parts) return 'critical';
  return rate > 0 ? 'escapes' : 'trapped';
}

/**
 * Minibatches of a stored set exclude each other within an epoch: laws of independent steps are
 * wider than theirs.
 */
const DEPENDENT =
  'Minibatches without replacement cancel each other over an epoch: the law is narrower than that of independent ones, and has no closed form.';

function stepsDepend(spec: Spec): boolean {
  return spec.noise.law === 'dataset' && spec.optimizer.batchSize < spec.noise.samples!;
}

/**
 * Theory of a spec that is no linear chain of independent steps. `step` as in `theoryOf`.
 * Held by tests/unit/theory/methods.test.ts.
 */
export function methodTheory(spec: Spec, step: number): Theory {
  const { loss, optimizer } = spec;
  if (isSurface(loss)) return surfaceTheory(spec);
  if (loss.kind === 'relu-saddle') return reluTheory(spec, step);
  if (loss.kind === 'linear-network') return networkTheory(spec);
  if (optimizer.schedule === 'inverse-time') return shrinkingTheory(spec, step);
  if (optimizer.kind === 'svrg') return landmarkTheory(spec, step);
  return momentumTheory(spec);
}

/**
 * Momentum with small steps is plain descent with the learning rate learningRate / (1 - beta)
 * (docs/model.md, "Momentum"): its stationary law is drawn where the exponent says that the steps
 * are small enough.
 */
function momentumTheory(spec: Spec): Theory {
  const { coordinate } = spec.histogram;
  const { beta = 0 } = spec.optimizer;
  const rates = effectiveRates(spec, coordinate);
  const { learningRate, drift, multiplicative } = rates;
  const pull = learningRate * drift;
  const { exponent, rate: growthRate } = momentumGrowth(spec);
  const perTime = exponent / spec.time.dt;
  const speed = 1 / (1 - beta);
  const diffusion = {
    growth: speed * rates.sde.growth,
    sigma: speed * rates.sde.sigma,
    tau: speed * rates.sde.tau,
    rho: rates.rho,
  };
  const dtBias = growthRate === 0 ? null : (perTime - growthRate) / Math.abs(growthRate);
  const verdict = verdictOf(exponent, Math.abs(pull) + square(learningRate * multiplicative));
  const law =
    !stepsDepend(spec) &&
    verdict === 'trapped' &&
    dtBias !== null &&
    Math.abs(dtBias) <= LARGEST_DT_BIAS
      ? stationaryLaw(diffusion)
      : null;
  const gap = law && stationaryKind(diffusion) === 'density' ? spectralGap(diffusion) : 0;
  return {
    ...BARE,
    law,
    reason: law
      ? null
      : verdict === 'trapped'
        ? stepsDepend(spec)
          ? DEPENDENT
          : 'Momentum with steps of this length traps, but its stationary law has no closed form.'
        : verdict === 'escapes'
          ? 'Momentum escapes here: there is no stationary density to draw.'
          : 'Nothing pushes and nothing pulls in the long run: there is no stationary density to draw.',
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
 * SVRG: inside an epoch the gradient's noise grows with the distance from the landmark, so that
 * both noises are one and the same, and x settles on an inverse gamma law beside the landmark; the
 * landmarks grow or shrink geometrically.
 */
function landmarkTheory(spec: Spec, step: number): Theory {
  const { coordinate } = spec.histogram;
  const { epochLength = 1 } = spec.optimizer;
  const { sde, learningRate, drift } = effectiveRates(spec, coordinate);
  const { dt } = spec.time;
  const factor = stepFactor(spec, coordinate);
  const { exponent, rate: perTime, perEpoch, kappa, innerBias, small } = landmarkGrowth(spec);
  const verdict = verdictOf(perEpoch);
  const landmark = spec.start.kind === 'point' ? spec.start.x[coordinate] : null;
  const inFirst = landmark !== null && landmark !== 0 && step <= epochLength;
  const inner = { ...sde, tau: -sde.sigma * (landmark ?? 0), rho: 1 };
  const law = inFirst && small && !stepsDepend(spec) ? landmarkLaw(kappa, landmark) : null;
  const gap = law && stationaryKind(inner) === 'density' ? spectralGap(inner) : 0;
  const shape = `${Math.abs(perEpoch).toPrecision(3)} per epoch`;
  const pull = learningRate * drift;
  const sure =
    factor.law !== 'dataset' &&
    landmarkSurelyGrows({ law: factor.law, pull, v: factor.v, batchSize: factor.batchSize });
  return {
    ...BARE,
    law,
    reason: law
      ? null
      : inFirst
        ? stepsDepend(spec)
          ? DEPENDENT
          : 'Inside this epoch the law of small steps does not hold, and the steps have no closed form of their own.'
        : `Past the first landmark x is a product of as many factors as there were epochs: ln |landmark| moves by about ${shape}, and its law has no closed form.`,
    settled: law ? gap * step * dt >= 10 : true,
    relaxationTime: gap > 0 ? 1 / gap : null,
    lyapunovExponent: exponent,
    lyapunovExponentPerTime: perTime,
    sdeGrowthRate: perTime,
    verdict,
    dtBias: law ? innerBias : null,
    longRun:
      landmark === 0
        ? 'At exactly 0 there is no slope, and the noise vanishes at the landmark: nothing moves.'
        : verdict === 'escapes'
          ? `${sure ? 'Every epoch, whatever its noise,' : 'On average an epoch'} ends farther from the saddle than it began: ln |x| grows by about ${shape}.`
          : verdict === 'critical'
            ? 'Without a slope nothing moves: the noise vanishes at the landmark.'
            : perEpoch === Number.NEGATIVE_INFINITY
              ? 'An epoch may end at exactly 0, and there everything ends.'
              : `On average an epoch ends nearer to the minimum than it began: ln |x| shrinks by about ${shape}.`,
  };
}

/** learning rate / n: log |x| moves by A log n, A = learningRate a dt, whatever the noise. */
function shrinkingTheory(spec: Spec, step: number): Theory {
  const { coordinate } = spec.histogram;
  const { kind } = spec.optimizer;
  const rates = effectiveRates(spec, coordinate);
  const { exponent: growth } = shrinkingGrowth(spec);
  const verdict = verdictOf(growth);
  const noisy = rates.additive !== 0 && kind !== 'svrg';
  // The last additive noise is of size 1/n, n of it adds up to n^(-1/2): nothing shrinks faster
  // than that.
  const power = noisy ? Math.max(growth, -0.5) : growth;
  const law = isMemoryless(kind) ? shrinkingNormal(spec, rates, step) : null;
  const rate = power.toPrecision(3);
  const still = !noisy && spec.start.kind === 'point' && spec.start.x[coordinate] === 0;
  return {
    ...BARE,
    law,
    reason: law
      ? null
      : growth > 0
        ? `With steps that shrink like 1/n x is n^${rate} times a random number that settles early; its law has no closed form.`
        : 'With steps that shrink like 1/n the law after finitely many of them has no closed form.',
    lyapunovExponent: growth,
    lyapunovExponentPerTime: growth,
    sdeGrowthRate: growth,
    verdict,
    longRun: still
      ? 'At exactly 0 nothing moves without additive noise.'
      : verdict === 'escapes'
        ? `The noise dies out before the push does: |x| grows like n^${rate}, for any sigma, and no faster.`
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
  const mean = shrinkingMean(steps, start.x[coordinate], step);
  if (!Number.isFinite(mean) || !Number.isFinite(second)) return null;
  return normalLaw(mean, Math.sqrt(second), 'transient', true);
}

/** A ridge: noise that does not fade at 0 and a push of constant size. No noise traps. */
function reluTheory(spec: Spec, step: number): Theory {
  const { coordinate } = spec.histogram;
  const { kind, schedule, learningRate, beta = 0 } = spec.optimizer;
  const rates = effectiveRates(spec, coordinate);
  const { sigma, tau } = rates.sde;
  const shrinking = schedule === 'inverse-time';
  const { exponent, rate: slope } = ridgeGrowth(spec);
  // Momentum adds up 1 / (1 - beta) steps.
  const push = (learningRate * Math.abs(rates.drift)) / (1 - beta);
  const motion: ReluDiffusion = { slope, sigma: hypot(sigma, tau) };
  const { start } = spec;
  const x0 = start.kind === 'point' ? start.x[coordinate] : null;
  const still = x0 === 0 && tau === 0;
  const why = whyNoRidgeLaw(spec, rates, motion, push, step);
  const law =
    why === null && x0 !== null && step > 0 ? ridgeLaw(motion, x0, step * spec.time.dt) : null;
  const verdict = verdictOf(slope);
  const scale = Math.max(square(motion.sigma) / (2 * Math.abs(slope)), push);
  const pace = Math.abs(slope).toPrecision(3);
  const way = kind === 'gd' || kind === 'svrg' ? '' : ', for any sigma';
  return {
    ...BARE,
    law,
    reason: law
      ? null
      : (why ?? 'Away from a single starting place the motion on a ridge has no closed form.'),
    relaxationTime: slope < 0 && !shrinking ? (2 * square(motion.sigma)) / square(slope) : null,
    lyapunovExponent: exponent,
    lyapunovExponentPerTime: slope,
    sdeGrowthRate: slope,
    verdict,
    dtBias: law && slope !== 0 ? push / (square(motion.sigma) / Math.abs(slope)) : null,
    longRun: still
      ? 'At exactly 0 the slope is 0, and nothing moves without additive noise.'
      : verdict === 'escapes'
        ? `A ridge has no noise that fades at x = 0, and so no threshold: |x| grows by ${pace} ${shrinking ? 'ln n in n steps' : 'per unit of time in the long run'}${way}.`
        : verdict === 'trapped'
          ? shrinking
            ? 'A crease pulls with the same force from everywhere, and the steps shrink: |x| comes to rest at it.'
            : `A crease pulls with the same force from everywhere: |x| settles within about ${scale.toPrecision(3)} of it.`
          : 'Without a slope the noise alone spreads the particles.',
  };
}

/** Why the law of small steps on a ridge does not hold; null where it does. */
function whyNoRidgeLaw(
  spec: Spec,
  rates: Rates,
  motion: ReluDiffusion,
  push: number,
  step: number,
): string | null {
  const { optimizer, noise } = spec;
  const { sigma, tau } = rates.sde;
  const plain = isMemoryless(optimizer.kind) && optimizer.schedule === 'constant';
  if (!plain || (rates.rho !== 0 && sigma !== 0 && tau !== 0))
    return 'For this method or noise the motion on a ridge has no closed form.';
  if (motion.sigma === 0)
    return 'Without noise all particles take the same steps, and jump to and fro across a crease.';
  if (stepsDepend(spec)) return DEPENDENT;
  if (spec.start.kind === 'point' && spec.start.x[spec.histogram.coordinate] === 0 && tau === 0)
    return 'At exactly 0 the slope is 0, and nothing moves.';
  // A push of one step is a jump across the ridge: off by about half of one, in scales of the
  // stationary law.
  if (push * Math.abs(motion.slope) > LARGEST_DT_BIAS * square(motion.sigma))
    return 'Steps of this length jump across the ridge: the law of small steps does not hold.';
  // Coins stand on a lattice: as in law.ts.
  const coins = step * optimizer.batchSize;
  if (noise.law === 'two-point' && 0.4 / Math.sqrt(Math.max(1, coins)) > LARGEST_LIMIT_ERROR)
    return 'Too few coins have been tossed for a smooth law.';
  return null;
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

/**
 * Near the origin a network of two weights is the saddle with slopes a (w1 = w2) and -a; deeper
 * ones are flat there.
 */
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
  const factor = stepFactor(spec, 0);
  const { exponent, rate } = networkGrowth(spec);
  const shrinking = optimizer.schedule === 'inverse-time';
  return {
    ...BARE,
    reason: 'Weights that multiply each other have no law in closed form.',
    lyapunovExponent: exponent,
    lyapunovExponentPerTime: shrinking ? exponent : exponent / time.dt,
    sdeGrowthRate: rate,
    verdict: verdictOf(exponent, Math.abs(factor.pull ?? factor.m - 1) + square(factor.v)),
    longRun:
      a === 0
        ? 'These data have nothing to be learnt: the product of the weights is pulled to 0.'
        : `Near the origin this is a saddle: along w0 = ${a > 0 ? '' : '-'}w1 the data push away, across they pull. The minima lie on w0 w1 = ${a}.`,
  };
}

/** A shaken surface: does its average still have a saddle that repels? */
function surfaceTheory(spec: Spec): Theory {
  const { noise, optimizer, time } = spec;
  const { points } = surfaceOf(spec)!;
  const saddles = points.filter(({ kind }) => kind === 'saddle');
  const minima = points.filter(({ kind }) => kind === 'minimum');
  const place = surfacePlace(points);
  const { exponent, rate } = surfaceGrowth(spec, place);
  const step = (optimizer.learningRate * time.dt) / (1 - (optimizer.beta ?? 0));
  // At a minimum a step multiplies by 1 - step curvature: below -1 it throws farther than it came.
  const steady = minima.some(({ curvatures }) => step * curvatures[1] < 2);
  const shaken = (noise.shake ?? 0) > 0 ? 'Averaged over its shaking, the' : 'The';
  const passes = saddles.length === 1 ? 'a saddle' : `${saddles.length} saddles`;
  const common = {
    ...BARE,
    reason: 'A surface like this has no law in closed form; the map shows where its average leads.',
    lyapunovExponent: exponent,
    lyapunovExponentPerTime: exponent / time.dt,
    sdeGrowthRate: rate,
  };
  if (!place)
    return {
      ...common,
      verdict: 'critical',
      longRun: `${shaken} surface is flat around here: hardly anything pulls the particles anywhere.`,
    };
  if (!steady)
    return {
      ...common,
      verdict: 'escapes',
      longRun:
        'Steps of this length are too long for the surface: they throw the particles from side to side and out.',
    };
  return saddles.length > 0
    ? {
        ...common,
        verdict: 'escapes',
        longRun: `${shaken} surface has ${minima.length} minima and ${passes} between them, which the particles roll away from.`,
      }
    : {
        ...common,
        verdict: 'trapped',
        longRun: `${shaken} surface has no saddle left: its only minimum has swallowed the others, and descent leads there.`,
      };
}
