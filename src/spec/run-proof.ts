/**
 * What a link may carry beside its run or map: which version of Saddlescape counted the whole of
 * it, on which engine, with which digest, and how many particles escaped. It stands after the end
 * of the link, so that older versions read the run and say that they ignore the rest:
 *
 *   #watch?v=2& ... &end&version=1.0.0&digest=0f3a...&engine=cpu-simd&escaped=4096
 */
export interface RunProof {
  version: string;
  /** SHA-256 in hexadecimal, as in the result document of the whole run or map. */
  digest: string;
  engine: ProofEngine;
  /** Particles that escaped by the last step; of a map, those of all cells and sides. */
  escaped: number;
}

/** An engine in a word; `cpu` is the CPU engine with kernels that this version does not know. */
export type ProofEngine = 'gpu' | 'cpu-simd' | 'cpu-float64' | 'cpu';

const FORM =
  /&version=(\d+\.\d+\.\d+[\w.-]*)&digest=([\da-f]{64})&engine=(gpu|cpu(?:-simd|-float64)?)&escaped=(\d{1,15})(?=&|$)/;

/** As it stands in a link, after its end. */
export function proofFields({ version, digest, engine, escaped }: RunProof): string {
  return `&version=${version}&digest=${digest}&engine=${engine}&escaped=${escaped}`;
}

/** @returns null where a link has none, or only a part of one. */
export function readProof(link: string): RunProof | null {
  const [, version, digest, engine, escaped] = FORM.exec(link) ?? [];
  return digest === undefined
    ? null
    : { version, digest, engine: engine as ProofEngine, escaped: Number(escaped) };
}
