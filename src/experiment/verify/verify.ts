import '../../theory/all-methods';
import type { Engine, EngineIdentity } from '../../engine/engine';
import { NORMAL_975 } from '../interval';
import type { Claim, PostStanding, SuiteName } from './claim';
import { DESCENT_CLAIMS } from './descent-claims';
import { ESCAPE_CLAIMS } from './escape-claims';
import { type Check, ClaimRunner, holds, withoutChance, zOf } from './measure';
import { NOISE_CLAIMS } from './noise-claims';
import { ADAPTIVE_PAPERS } from './papers/adaptive-papers';
import { ESCAPE_PAPERS } from './papers/escape-papers';
import { EXPONENT_PAPERS } from './papers/exponent-papers';
import { FACTOR_PAPERS } from './papers/factor-papers';
import { LAW_PAPERS } from './papers/law-papers';
import { LOSS_PAPERS } from './papers/loss-papers';
import { METHOD_PAPERS } from './papers/method-papers';
import { NOISE_PAPERS } from './papers/noise-papers';
import { SCHEDULE_PAPERS } from './papers/schedule-papers';
import { SURFACE_PAPERS } from './papers/surface-papers';

export {
  type Claim,
  POST_WORDS,
  type PostStanding,
  postSummary,
  type SuiteName,
} from './claim';
export { Z_LIMIT } from './measure';

/** Every claim of the post, in its order. */
export const CLAIMS: readonly Claim[] = [...DESCENT_CLAIMS, ...NOISE_CLAIMS, ...ESCAPE_CLAIMS];

/** Published results, by what they are about. */
export const PAPERS: readonly Claim[] = [
  ...EXPONENT_PAPERS,
  ...LAW_PAPERS,
  ...ESCAPE_PAPERS,
  ...LOSS_PAPERS,
  ...NOISE_PAPERS,
  ...METHOD_PAPERS,
  ...ADAPTIVE_PAPERS,
  ...SCHEDULE_PAPERS,
  ...FACTOR_PAPERS,
  ...SURFACE_PAPERS,
];

export const SUITES: Record<SuiteName, readonly Claim[]> = { post: CLAIMS, papers: PAPERS };

/** Particles of a claim where the engine can afford them. */
export const CLAIM_PARTICLES = 2 ** 20;
/**
 * Particle-steps that one run of a claim may take on the CPU and on software adapters: two to ten
 * seconds.
 */
export const SOFTWARE_BUDGET = 2 ** 28;

/** One number of a claim, tested. */
export interface CheckResult extends Check {
  /** 95 % interval of the measured number; a point where chance plays no part. */
  low: number;
  /** Upper end of the interval. */
  high: number;
  /** Standard errors beyond the allowance; null where chance plays no part and the check fails. */
  z: number | null;
  /** Whether it is within 4.417 standard errors and the allowance. */
  holds: boolean;
}

/** One claim, tested. */
export interface ClaimResult {
  /** Its name, such as `threshold`. */
  id: string;
  /** In a few words. */
  title: string;
  /** Author, year and title; null for the post. */
  source: string | null;
  /** What it says. */
  says: string;
  /** What is right where the post slips; null elsewhere. */
  corrected: string | null;
  /** Whether the post says it so. */
  post: PostStanding;
  /** The experiment in words. */
  parameters: string;
  /** Of the largest run. */
  particles: number;
  /** Steps of the largest run. */
  steps: number;
  /** Every number that was tested. */
  checks: CheckResult[];
  /** `holds` where every check holds. */
  verdict: 'holds' | 'fails';
  /** Time of its runs, in seconds. */
  seconds: number;
}

/** A suite of claims, tested. */
export interface Verification {
  /** Who counted. */
  engine: EngineIdentity;
  /** Whose claims. */
  suite: SuiteName;
  /** In the order of the suite. */
  claims: ClaimResult[];
  /** Claims that hold. */
  holding: number;
  /** Claims that fail. */
  failing: number;
  /** In all, in seconds. */
  seconds: number;
}

/** Options of `verify`. */
export interface VerifyOptions {
  /** Whose claims; the post's where left out. */
  suite?: SuiteName | undefined;
  /** Ids of the claims of the suite to test; all where left out. */
  ids?: readonly string[] | undefined;
  /**
   * Particles of every run; where left out 2^20 on a graphics card, and what SOFTWARE_BUDGET allows
   * elsewhere.
   */
  particles?: number | undefined;
  /** Told before each claim, and often while it runs. */
  onClaim?: (claim: Claim, number: number, count: number) => void;
  /** Told after every stretch of steps. */
  onStep?: () => void;
  /** Told after each claim. */
  onResult?: (result: ClaimResult) => void;
  /** Aborts between two stretches of steps; the promise is then rejected with its reason. */
  signal?: AbortSignal;
}

/** Puts claims to the test on an engine, one after the other. */
export async function verifyClaims(
  engine: Engine,
  options: VerifyOptions = {},
): Promise<Verification> {
  const { suite = 'post', ids } = options;
  const chosen = SUITES[suite].filter(({ id }) => !ids || ids.includes(id));
  const started = performance.now();
  const claims: ClaimResult[] = [];
  for (const [i, claim] of chosen.entries()) {
    options.onClaim?.(claim, i + 1, chosen.length);
    const result = await verifyClaim(engine, claim, options);
    claims.push(result);
    options.onResult?.(result);
  }
  const holding = claims.filter(({ verdict }) => verdict === 'holds').length;
  return {
    engine: engine.identity,
    suite,
    claims,
    holding,
    failing: claims.length - holding,
    seconds: (performance.now() - started) / 1000,
  };
}

async function verifyClaim(
  engine: Engine,
  claim: Claim,
  options: VerifyOptions,
): Promise<ClaimResult> {
  const { kind, fallback } = engine.identity;
  const affordable = kind === 'cpu' || fallback ? SOFTWARE_BUDGET : Number.POSITIVE_INFINITY;
  const runner = new ClaimRunner(
    engine,
    options.particles === undefined ? affordable : Number.POSITIVE_INFINITY,
    options.particles ?? CLAIM_PARTICLES,
    options.onStep ?? (() => {}),
    options.signal,
  );
  const started = performance.now();
  const measured = await claim.measure(runner);
  if (runner.notNumbers > 0)
    measured.push(withoutChance('particles that are not a number', 0, runner.notNumbers));
  const checks = measured.map(withVerdict);
  const { id, title, source, says, corrected, post, parameters } = claim;
  return {
    id,
    title,
    source: source ?? null,
    says,
    corrected,
    post,
    parameters,
    particles: runner.particles,
    steps: runner.steps,
    checks,
    verdict: checks.every((check) => check.holds) ? 'holds' : 'fails',
    seconds: (performance.now() - started) / 1000,
  };
}

function withVerdict(check: Check): CheckResult {
  const { measured, standardError } = check;
  const z = zOf(check);
  return {
    ...check,
    low: measured - NORMAL_975 * standardError,
    high: measured + NORMAL_975 * standardError,
    z: Number.isFinite(z) ? z : null,
    holds: holds(check),
  };
}
