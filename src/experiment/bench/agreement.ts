import type { Counts, Engine } from '../../engine/engine';
import { histogramEdges } from '../../spec/histogram-edges';
import { isSeparable } from '../../spec/rates';
import { parseSpec } from '../../spec/schema';
import { type Spec, withParticles } from '../../spec/spec';
import { MOST_MOVED } from '../most-moved';
import { compareWithTheory } from '../result';
import type { Workload } from './workloads';

/** One comparison of an engine with the reference, the float64 twin of the shaders. */
export interface AgreementCheck {
  what: string;
  /** How much differs: particles, or a distance. */
  found: number;
  /** Most that is taken for agreement. */
  most: number;
  agrees: boolean;
}

const PARTICLES = 2 ** 13;
/** Three blocks of noise and a part of a fourth. */
const STEPS = 200;
/** Particles of the comparison with a law. */
const LAW_PARTICLES = 2 ** 16;

/**
 * Factors 1 + or - 1/2: products of eleven of them are exact in float32, so that every engine must
 * give the same integers, all of them, if it has the same random words and the same step. Two
 * factors 3/2 end exactly on the radius, which is not outside; many leave it at the last step.
 */
const EXACT_STEPS = 11;
const exactSpec = () =>
  parseSpec({
    loss: { a: [0] },
    noise: { law: 'two-point', sigma: 0.5, tau: 0 },
    time: { dt: 1, steps: EXACT_STEPS },
    escape: { radius: 2.25 },
    ensemble: { particles: LAW_PARTICLES, seed: 'bench' },
    histogram: { axis: 'log-abs', min: 1e-4, max: 1e3, bins: 512 },
  });

/** Holds engines against the reference; what that does is computed once. */
export class AgreementChecker {
  private readonly known = new Map<string, Promise<{ passages: Uint32Array }>>();

  constructor(private readonly reference: Engine) {}

  /** Whether an engine has the reference's random words and its step, where float32 is exact. */
  async exactly(engine: Engine): Promise<AgreementCheck[]> {
    const spec = exactSpec();
    const own = await outcomeOf(engine, spec, EXACT_STEPS);
    const other = await this.remembered('exact', () =>
      outcomeOf(this.reference, spec, EXACT_STEPS),
    );
    const { distance } = compareWithTheory(
      spec,
      EXACT_STEPS,
      own.counts,
      histogramEdges(spec.histogram),
    );
    const passages = await engine.escapeSteps(spec, 0, PARTICLES);
    return [
      check('particles in another bin, of a chain that is exact in float32', moved(own, other), 0),
      check('particles with another first passage, of the same chain', different(own, other), 0),
      check(
        'replicas with another first passage, of the same chain',
        differences(passages, other.passages),
        0,
      ),
      check(
        'largest distance from the exact law, 99 % band',
        distance?.ks ?? Number.NaN,
        distance?.band ?? Number.NaN,
      ),
    ];
  }

  /** Whether an engine does a workload as the reference does, but for rounding. */
  async about(engine: Engine, { id, spec, kind }: Workload): Promise<AgreementCheck[]> {
    const most = MOST_MOVED * PARTICLES;
    const near = withParticles(nearby(spec), PARTICLES);
    if (kind === 'replicas') {
      const own = await engine.escapeSteps(near, 0, PARTICLES);
      const other = await this.remembered(id, async () => ({
        passages: await this.reference.escapeSteps(near, 0, PARTICLES),
      }));
      return [check('replicas with another first passage', differences(own, other.passages), most)];
    }
    const own = await outcomeOf(engine, near, STEPS);
    const other = await this.remembered(id, () => outcomeOf(this.reference, near, STEPS));
    return [
      check('particles in another bin', moved(own, other), most),
      check('particles with another first passage', different(own, other), most),
      check('particles that are not a number', own.counts.nonFinite, 0),
    ];
  }

  private remembered<T extends { passages: Uint32Array }>(
    key: string,
    compute: () => Promise<T>,
  ): Promise<T> {
    const known = this.known.get(key) ?? compute();
    this.known.set(key, known);
    return known as Promise<T>;
  }
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

/**
 * The spec with steps that are large enough for first passages on both sides, over a radius within
 * reach.
 */
function nearby(spec: Spec): Spec {
  if (!isSeparable(spec)) return { ...spec, escape: { radius: 1.1 } };
  return { ...spec, time: { ...spec.time, dt: 0.02 }, escape: { radius: 1.5 } };
}

/** Least number of particles that would have to be moved to make one histogram the other. */
function moved(a: Outcome, b: Outcome): number {
  let sum = Math.abs(a.counts.below - b.counts.below) + Math.abs(a.counts.above - b.counts.above);
  sum += Math.abs(a.counts.nonFinite - b.counts.nonFinite);
  for (let i = 0; i < a.counts.counts.length; i++)
    sum += Math.abs(a.counts.counts[i] - b.counts.counts[i]);
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
