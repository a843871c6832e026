import type { Engine } from '../../engine/engine';
import { wholeBlocks } from '../../engine/open';
import { exp, floorLog2, log, powerOfTwo } from '../../numerics/elementary';
import { SMALLEST_SIZE } from '../../spec/float32';
import { isSeparable } from '../../spec/rates';
import { parseSpec } from '../../spec/schema';
import type { Spec } from '../../spec/spec';
import {
  logFactorVariance,
  lyapunovExponentGaussian,
  stepFactor,
} from '../../theory/exponents/lyapunov';
import { type Diffusion, spectralGap } from '../../theory/laws/stationary';

/** One number of a claim: what theory says of it, and what the particles show. */
export interface Check {
  /** What is measured, in words. */
  what: string;
  /** What theory says. */
  theory: number;
  /** What the particles show. */
  measured: number;
  /**
   * Standard deviation of the measured number, from theory where it is known; 0 where chance plays
   * no part.
   */
  standardError: number;
  /**
   * Bound of what theory leaves out, derived and never measured: steps that are short and not
   * infinitely short.
   */
  allowance: number;
  /** Why there is an allowance; null where there is none. */
  allowanceReason: string | null;
}

/**
 * Two-sided normal quantile of 1e-5: of a hundred checks a right program fails one in a thousand
 * times.
 */
export const Z_LIMIT = 4.417;

/**
 * Distance from theory beyond the allowance, in standard errors; 0 within it, infinite where chance
 * plays no part.
 */
export function zOf({ theory, measured, standardError, allowance }: Check): number {
  const beyond = Math.max(0, Math.abs(measured - theory) - allowance);
  if (beyond === 0) return 0;
  return Number.isNaN(beyond) || standardError === 0
    ? Number.POSITIVE_INFINITY
    : beyond / standardError;
}

/** Whether a check holds; NaN never does. */
export function holds(check: Check): boolean {
  return Math.abs(check.measured - check.theory) <= Z_LIMIT * check.standardError + check.allowance;
}

/** An allowance with its reason. */
export interface Allowance {
  size: number;
  reason: string;
}

/** What a claim measures with: an engine and how many particles it can afford. */
export class ClaimRunner {
  /** Particles and steps of the largest run so far, for the report. */
  particles = 0;
  steps = 0;
  /** Particles of all runs that are no number: always a fault. */
  notNumbers = 0;

  constructor(
    private readonly engine: Engine,
    /** Particle-steps that one run may take. */
    private readonly budget: number,
    /** Most particles of a run. */
    private readonly most: number,
    private readonly onStep: () => void,
    private readonly signal?: AbortSignal,
  ) {}

  /**
   * Runs a spec with as many particles as are asked for, or as the budget holds: a power of two, at
   * least 4,096.
   */
  async run(partial: object): Promise<Outcome> {
    const asked = parseSpec(partial);
    const affordable = powerOfTwo(floorLog2(this.budget / asked.time.steps));
    const particles = Math.min(this.most, Math.max(FEWEST, affordable));
    return this.advance({ ...asked, ensemble: { particles, seed: SEED } });
  }

  /** Runs a spec in which all particles do the same, or come out the same: a few are enough. */
  async runOnce(partial: object): Promise<Outcome> {
    return this.advance({ ...parseSpec(partial), ensemble: { particles: 64, seed: SEED } });
  }

  private async advance(spec: Spec): Promise<Outcome> {
    const { particles } = spec.ensemble;
    if (particles > this.particles) Object.assign(this, { particles, steps: spec.time.steps });
    const ensemble = await this.engine.create(spec);
    const taken: Float32Array[] = [];
    try {
      // The first half, for growth between two moments.
      for (const step of [Math.ceil(spec.time.steps / 2), spec.time.steps]) {
        while (ensemble.step < step) {
          this.signal?.throwIfAborted();
          await ensemble.advance(
            Math.min(step, ensemble.step + wholeBlocks(STRETCH_WORK / particles)),
          );
          this.onStep();
        }
        taken.push(await ensemble.read(particles, 0));
      }
      for (const x of taken[1]) if (Number.isNaN(x)) this.notNumbers++;
      const second = !isSeparable(spec);
      return {
        spec,
        particles,
        half: taken[0],
        x: taken[1],
        y: second ? await ensemble.read(particles, 1) : new Float32Array(0),
        escapeSteps: await ensemble.readEscapeSteps(particles),
      };
    } finally {
      ensemble.destroy();
    }
  }
}

const FEWEST = 4096;
const SEED = 'verify';
/** Particle-steps between two looks at the signal. */
const STRETCH_WORK = 2 ** 24;

export interface Outcome {
  spec: Spec;
  particles: number;
  /** First coordinate after half of the steps, rounded up. Shape: f32[particles]. */
  half: Float32Array;
  /** First coordinate at the end. Shape: f32[particles]. */
  x: Float32Array;
  /** Second coordinate at the end, of losses that have one. Shape: f32[particles]. */
  y: Float32Array;
  /** First passages over the radius, 0 where there was none. Shape: u32[particles]. */
  escapeSteps: Uint32Array;
}

/** P(event) over the particles; the error is that of theory's probability. */
export function share(
  what: string,
  theory: number,
  outcome: Outcome,
  event: (particle: number) => boolean,
  allowance?: Allowance,
): Check {
  const { particles } = outcome;
  let count = 0;
  for (let particle = 0; particle < particles; particle++) if (event(particle)) count++;
  return {
    what,
    theory,
    measured: count / particles,
    standardError: Math.sqrt(Math.max(0, theory * (1 - theory)) / particles),
    ...allowed(allowance, theory > 0 && theory < 1 ? 1 / particles : 0),
  };
}

/** What is known of a mean beyond its value. */
interface Known {
  /**
   * Standard deviation of one particle's number by theory. Where it is left out the sample's own is
   * taken: for numbers that are bounded, or logarithms, so that no single particle can hide a fault
   * behind its own size.
   */
  deviation?: number;
  allowance?: Allowance;
}

/** Mean of a number over the particles. */
export function mean(
  what: string,
  theory: number,
  outcome: Outcome,
  value: (particle: number) => number,
  { deviation, allowance }: Known = {},
): Check {
  const { particles } = outcome;
  let sum = 0;
  let squares = 0;
  for (let particle = 0; particle < particles; particle++) {
    const one = value(particle);
    sum += one;
    squares += one * one;
  }
  const measured = sum / particles;
  const own = Math.sqrt(Math.max(0, squares / particles - measured * measured));
  return {
    what,
    theory,
    measured,
    standardError: (deviation ?? own) / Math.sqrt(particles),
    // Sums of float32 numbers are good to their rounding.
    ...allowed(allowance, 1e-6 * Math.max(Math.abs(theory), deviation ?? 0)),
  };
}

/**
 * Numbers in which chance plays no part, one of each particle: the one that is farthest from theory
 * counts.
 */
export function all(
  what: string,
  theory: number,
  measured: ArrayLike<number>,
  allowance?: Allowance,
): Check {
  let worst = measured[0];
  for (let i = 0; i < measured.length; i++)
    if (!(Math.abs(measured[i] - theory) <= Math.abs(worst - theory))) {
      worst = measured[i];
      if (Number.isNaN(worst)) break;
    }
  return withoutChance(what, theory, worst, allowance);
}

/** A number in which chance plays no part. */
export function withoutChance(
  what: string,
  theory: number,
  measured: number,
  allowance?: Allowance,
): Check {
  return { what, theory, measured, standardError: 0, ...allowed(allowance, 0) };
}

function allowed(allowance: Allowance | undefined, rounding: number) {
  return {
    allowance: (allowance?.size ?? 0) + rounding,
    allowanceReason: allowance?.reason ?? (rounding > 0 ? 'rounding' : null),
  };
}

/**
 * Standard deviation of ln |x| per unit of time at the end of a run of a saddle without additive
 * noise.
 */
export function rateDeviation(spec: Spec): number {
  const { dt, steps } = spec.time;
  return Math.sqrt(logFactorVariance(stepFactor(spec, 0)) / steps) / dt;
}

/**
 * A run with steps short, and of a length long, enough for the stationary law of small steps, and
 * what that leaves: a relative error e of the growth rate moves a distribution function by at most
 * e / exp(1), the start is forgotten like exp(-gap time).
 */
export function settledRun(diffusion: Diffusion): {
  time: { dt: number; steps: number };
  allowance: Allowance;
} {
  const { growth, sigma } = diffusion;
  const gap = spectralGap(diffusion);
  const dt = 0.004 / (sigma * sigma);
  const steps = Math.ceil(10 / gap / dt);
  const rate = growth - (sigma * sigma) / 2;
  const chain = lyapunovExponentGaussian(1 + growth * dt, sigma * Math.sqrt(dt)) / dt;
  const bias = Math.abs(chain - rate) / Math.abs(rate);
  return {
    time: { dt, steps },
    allowance: {
      size: bias / Math.E + exp(-gap * steps * dt),
      reason: 'steps that are not infinitely short and a run that is not infinitely long',
    },
  };
}

/** log |x|, with what float32 has lost below its smallest number held there. */
export function logSize(x: number): number {
  return log(Math.max(SMALLEST_SIZE, Math.abs(x)));
}
