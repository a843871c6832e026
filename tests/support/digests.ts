import type { Engine } from '../../src/engine/engine';
import { runSpec } from '../../src/experiment/run';
import { fragmentToSpec } from '../../src/spec/link-reader';
import { sha256Hex } from '../../src/spec/sha256';
import type { Spec } from '../../src/spec/spec';
import { theoryText } from './all-numbers';

/**
 * A spec and what was made of it before models described themselves. tests/reference/digests.json
 * holds every preset, small, and 200 random specs.
 */
export interface Recorded {
  /** Also holds that a link means what it meant. */
  link: string;
  /** Digest of the result on the float64 twin. */
  float64: string;
  /** Of the result on the fastest CPU kernels. */
  fastest: string;
  /** SHA-256 of all that theory says about it. */
  theory: string;
}

/** Small enough that 250 runs take seconds. */
export const MOST_PARTICLES = 64;
export const MOST_STEPS = 96;

/** The digest of a short run. */
export async function digestOf(engine: Engine, spec: Spec): Promise<string> {
  const { digest } = await runSpec(engine, spec);
  return digest;
}

/** Hash of every text of theory about a spec. */
export function theoryHash(spec: Spec): string {
  return sha256Hex(JSON.stringify(theoryText(spec)));
}

export async function record(link: string, twin: Engine, fastest: Engine): Promise<Recorded> {
  const spec = fragmentToSpec(link);
  return {
    link,
    float64: await digestOf(twin, spec),
    fastest: await digestOf(fastest, spec),
    theory: theoryHash(spec),
  };
}
