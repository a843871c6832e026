import type { EngineIdentity } from '../engine/engine';
import { CPU_ADAPTERS } from '../engine/open';
import type { ProofEngine, RunProof } from '../spec/run-proof';
import { streamOf } from './digest';
import { MOST_MOVED } from './most-moved';

/**
 * What is known of a run whose link says what it gave: the same integers; other integers that
 * rounding explains; or other integers.
 */
export type ProofGrade = 'same' | 'rounding' | 'other';

export interface ProofCheck {
  grade: ProofGrade;
  sentence: string;
}

/** What is compared with a link: a whole run, or a whole map with all its cells and sides. */
export interface Counted {
  engine: EngineIdentity;
  digest: string;
  particles: number;
  escape: { count: number };
  /** Of a map: counts decide how many particles its cells have. */
  refined?: boolean;
}

/** What a link says of a whole run or map. */
export function proofOf({ engine, digest, escape: left }: Omit<Counted, 'particles'>): RunProof {
  const { version } = engine;
  return { version, digest, engine: proofEngine(engine), escaped: left.count };
}

/** Compares a whole run or map with what its link says of it. */
export function checkProof(
  proof: RunProof,
  { engine, escape: left, particles, digest, refined = false }: Counted,
): ProofCheck {
  if (digest === proof.digest)
    return {
      grade: 'same',
      sentence: `Same integers as in the link, digest ${digest.slice(0, 8)}.`,
    };
  const { version } = engine;
  if (streamOf(proof.version) !== streamOf(version))
    return {
      grade: 'other',
      sentence: `Other integers: version ${proof.version}, which made the link, drew other random numbers than ${version}.`,
    };
  const own = proofEngine(engine);
  const made = `version ${proof.version} on the ${NAMES[proof.engine]}`;
  const here = `version ${version} on the ${own === 'gpu' ? `GPU engine (${engine.adapter})` : NAMES[own]}`;
  const apart = Math.abs(left.count - proof.escaped);
  const differ = `${apart} of ${particles} escapes differ`;
  if (apart > MOST_MOVED * particles)
    return {
      grade: 'other',
      sentence: `Other integers: ${differ}. The link was made by ${made}; this is ${here}.${refined ? ' Rounding may also change how often a cell is refined: it is not known whether rounding explains it.' : ''}`,
    };
  if (own === proof.engine && proof.version === version && ALIKE.has(own))
    return {
      grade: 'other',
      sentence: `Other integers: ${differ}, though the ${NAMES[own]} of version ${version} gives the same ones everywhere: the link or its run was changed.`,
    };
  return {
    grade: 'rounding',
    sentence: `Other integers, within rounding: ${differ}. The link was made by ${made}; this is ${here}.`,
  };
}

const NAMES: Record<ProofEngine, string> = {
  gpu: 'GPU engine',
  'cpu-simd': `CPU engine (${kernelsIn(CPU_ADAPTERS.fastest)})`,
  'cpu-float64': `CPU engine (${kernelsIn(CPU_ADAPTERS.float64)})`,
  cpu: 'CPU engine',
};

/** Engines that give the same integers on every machine, as docs/versions.md promises. */
const ALIKE: ReadonlySet<ProofEngine> = new Set<ProofEngine>(['cpu-simd', 'cpu-float64']);

function proofEngine({ kind, adapter }: EngineIdentity): ProofEngine {
  if (kind === 'gpu') return 'gpu';
  if (adapter === CPU_ADAPTERS.fastest) return 'cpu-simd';
  return adapter === CPU_ADAPTERS.float64 ? 'cpu-float64' : 'cpu';
}

function kernelsIn(adapter: string): string {
  return adapter.replace(/^CPU, /, '');
}
