import type { Counts, Engine } from '../../engine/engine';
import { histogramEdges, parseSpec } from '../../spec/schema';
import type { Spec } from '../../spec/spec';
import { compareWithTheory } from '../result';
import { type Workload, withParticles } from './workloads';

/** One comparison of an engine with the reference, the float64 twin of the shaders. */
export interface AgreementCheck {
  what: string;
  /** How much differs: particles, or a distance. */
  found: number;
  /** Most that is taken for agreement. */
  most: number;
  agrees: boolean;
}

const PARTICLES = 4096;
/** Three blocks of noise and a part of a fourth. */
const STEPS = 200;
/** Particles of the comparison with a law. */
const LAW_PARTICLES = 2 ** 16;
/**
 * Share of particles that rounding in float32 may put into another bin, or give another first passage. Measured on SwiftShader and in
 * WebAssembly: below 1e-3 for every workload; wrong kernels move tens of percent.
 */
const MOST_MOVED = 0.01;

/**
 * Factors 1 + or - 1/2: products of twelve of them are exact in float32, so that every engine must give the same integers, all of
 * them, if it has the same random words and the same step.
 */
const EXACT = parseSpec({
  loss: { a: [0] },
  noise: { law: 'two-point', sigma: 0.5, tau: 0 },
  time: { dt: 1, steps: 12 },
  escape: { radius: 4 },
  ensemble: { particles: LAW_PARTICLES, seed: 'bench' },
  histogram: { axis: 'log-abs', min: 1e-4, max: 1e3, bins: 512 },
});

/** Checks that an engine has the reference's random words and the exact law, before anything of it is timed. */
export async function exactAgreement(engine: Engine, reference: Engine): Promise<AgreementCheck[]> {
  const [own, other] = [await outcomeOf(engine, EXACT, 12), await outcomeOf(reference, EXACT, 12)];
  const { distance } = compareWithTheory(EXACT, 12, own.counts, histogramEdges(EXACT.histogram));
  return [
    check('particles in another bin, of a chain that is exact in float32', moved(own, other), 0),
    check('particles with another first passage, of the same chain', different(own, other), 0),
    check(
      'largest distance from the exact law, 99 % band',
      distance?.ks ?? Number.NaN,
      distance?.band ?? Number.NaN,
    ),
  ];
}

/** Checks that an engine does a workload as the reference does, but for rounding. */
export async function agreementOf(
  engine: Engine,
  reference: Engine,
  { spec, kind }: Workload,
): Promise<AgreementCheck[]> {
  const most = MOST_MOVED * PARTICLES;
  if (kind === 'replicas') {
    // At a radius that many leave.
    const near = { ...spec, escape: { radius: 1.5 } };
    const own = await engine.escapeSteps(near, 0, PARTICLES);
    const other = await reference.escapeSteps(near, 0, PARTICLES);
    return [
      check('replicas with another first passage', differences(own, other), most),
      check('replicas without one, where many have one', own.some((step) => step > 0) ? 0 : PARTICLES, 0),
    ];
  }
  // A radius within reach, so that there are first passages to compare.
  const near = withParticles({ ...spec, escape: { radius: nearRadius(spec) } }, PARTICLES);
  const own = await outcomeOf(engine, near, STEPS);
  const other = await outcomeOf(reference, near, STEPS);
  return [
    check('particles in another bin', moved(own, other), most),
    check('particles with another first passage', different(own, other), most),
    check('particles that are no number', own.counts.nonFinite, 0),
  ];
}

export function agrees(checks: readonly AgreementCheck[]): boolean {
  return checks.every((one) => one.agrees);
}

interface Outcome {
  counts: Counts;
  passages: Uint32Array;
}

async function outcomeOf(engine: Engine, spec: Spec, steps: number): Promise<Outcome> {
  const ensemble = await engine.create(spec);
  try {
    await ensemble.advance(steps);
    return {
      counts: await ensemble.count(),
      passages: await ensemble.readEscapeSteps(spec.ensemble.particles),
    };
  } finally {
    ensemble.destroy();
  }
}

function nearRadius(spec: Spec): number {
  const { start } = spec;
  return start.kind === 'point' ? 1.1 * Math.max(1, ...start.x.map(Math.abs)) : spec.escape.radius;
}

/** Least number of particles that would have to be moved to make one histogram the other. */
function moved(a: Outcome, b: Outcome): number {
  let sum = Math.abs(a.counts.below - b.counts.below) + Math.abs(a.counts.above - b.counts.above);
  sum += Math.abs(a.counts.nonFinite - b.counts.nonFinite);
  for (let i = 0; i < a.counts.counts.length; i++) sum += Math.abs(a.counts.counts[i] - b.counts.counts[i]);
  return sum / 2;
}

function different(a: Outcome, b: Outcome): number {
  return differences(a.passages, b.passages);
}

function differences(a: Uint32Array, b: Uint32Array): number {
  let count = 0;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) count++;
  return count;
}

/** NaN agrees with nothing. */
function check(what: string, found: number, most: number): AgreementCheck {
  return { what, found, most, agrees: found <= most };
}
