import type { RunProof } from '../spec/run-proof';
import { VERSION } from '../version';
import { streamOf } from './digest';
import type { RunResult } from './result';

/**
 * What is known of a run whose link says what it gave: the same integers; other integers that
 * rounding explains; or other integers.
 */
export type ProofGrade = 'same' | 'rounding' | 'other';

export interface ProofCheck {
  grade: ProofGrade;
  sentence: string;
}

/**
 * Share of the particles whose passage rounding may move: the bound that the benchmark holds every
 * engine to, docs/benchmarks.md.
 */
export const MOST_MOVED = 1e-3;

/** Compares a whole run with what its link says of it. */
export function checkProof(
  proof: RunProof,
  {
    engine,
    escape: left,
    particles,
    digest,
  }: Pick<RunResult, 'engine' | 'escape' | 'particles' | 'digest'>,
): ProofCheck {
  const made = `The link was made by version ${proof.version} on the ${named(proof.engine)}`;
  if (digest === proof.digest)
    return {
      grade: 'same',
      sentence: `Same integers as in the link, digest ${digest.slice(0, 8)}.`,
    };
  const [theirs, ours] = [streamOf(proof.version), streamOf(VERSION)];
  if (theirs !== ours)
    return {
      grade: 'other',
      sentence: `Other integers: version ${proof.version}, which made the link, drew other random numbers than ${VERSION}.`,
    };
  const apart = Math.abs(left.count - proof.escaped);
  const differ = `${apart} of ${particles} escapes differ`;
  if (apart <= MOST_MOVED * particles)
    return {
      grade: 'rounding',
      sentence: `Another engine, within rounding: ${made.replace('The link', 'the link')}, this is the ${named(engine.kind)} (${engine.adapter}); ${differ}.`,
    };
  return { grade: 'other', sentence: `Other integers: ${differ}. ${made}.` };
}

function named(kind: RunProof['engine']): string {
  return kind === 'gpu' ? 'GPU engine' : 'CPU engine';
}
