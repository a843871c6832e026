import type { Engine, EnsembleOptions } from '../../engine/engine';
import { wholeBlocks } from '../../engine/open';
import { log } from '../../numerics/elementary';
import { needsPositions, type Response, type ResponseValue } from '../../spec/response';
import type { Spec } from '../../spec/spec';
import { NORMAL_975, quantileRanks, wilsonInterval } from '../interval';

/** What replicas are known by. Shapes: [particles] each. */
export interface Replicas {
  /** First-passage steps, 0 where there was none. */
  passages: Uint32Array;
  /** x at the last step; null where no response needs it. */
  positions: Float32Array | null;
}

/** Particle-steps between two looks at the signal. */
const STRETCH_PARTICLE_STEPS = 2 ** 24;
/** |x| at which particles are frozen, in float32. */
const FROZEN = Math.fround(1e30);

/**
 * Replicas 0 to `ensemble.particles` of a spec at its last step.
 * @returns null where the signal stops it before.
 */
export async function replicasOf(
  engine: Engine,
  spec: Spec,
  responses: readonly Response[],
  { signal, options }: { signal?: AbortSignal; options?: EnsembleOptions },
): Promise<Replicas | null> {
  const { particles } = spec.ensemble;
  if (!responses.some(needsPositions))
    return { passages: await engine.escapeSteps(spec, 0, particles, options), positions: null };
  const ensemble = await engine.create(spec, options);
  try {
    const stretch = wholeBlocks(STRETCH_PARTICLE_STEPS / particles);
    while (ensemble.step < spec.time.steps) {
      if (signal?.aborted) return null;
      await ensemble.advance(Math.min(spec.time.steps, ensemble.step + stretch));
    }
    return {
      passages: await ensemble.readEscapeSteps(particles),
      positions: await ensemble.read(particles),
    };
  } finally {
    ensemble.destroy();
  }
}

/** Responses of replicas, in their order. */
export function responsesOf(
  responses: readonly Response[],
  { passages, positions }: Replicas,
  dt: number,
): ResponseValue[] {
  const sizes = positions?.map(Math.abs).sort();
  const sorted = positions?.slice().sort();
  return responses.map((response) => {
    switch (response.kind) {
      case 'escapeTime': {
        const escaped = passages.filter((step) => step > 0).sort();
        const at = (rank: number) => (rank <= escaped.length ? escaped[rank - 1] * dt : null);
        return quantile(passages.length, response.probability, at);
      }
      case 'x':
        return quantile(passages.length, response.probability, (rank) =>
          unfrozen(sorted![rank - 1]),
        );
      case 'absX':
        return quantile(passages.length, response.probability, (rank) =>
          unfrozen(sizes![rank - 1]),
        );
      case 'shareAbove': {
        const n = positions!.length;
        const above = positions!.reduce((sum, x) => sum + Number(x > response.bound), 0);
        const { low, high } = wilsonInterval(above, n);
        return [above / n, low, high];
      }
      case 'tailIndex':
        return tailIndex(sizes!);
      default:
        return response satisfies never;
    }
  });
}

/** Where a particle is frozen, it would be farther away. */
function unfrozen(x: number): number | null {
  return Math.abs(x) < FROZEN ? x : null;
}

/**
 * The order statistic of rank ceil(p n) of n, between two others; see `quantileRanks`.
 *
 * @param at  Value of a rank, 1 to n; null where there is none.
 */
function quantile(n: number, p: number, at: (rank: number) => number | null): ResponseValue {
  const { lower, upper } = quantileRanks(p, n);
  return [
    at(Math.max(1, Math.ceil(p * n))),
    lower >= 1 ? at(lower) : null,
    upper <= n ? at(upper) : null,
  ];
}

/** Fewest of the largest that a tail index is estimated from. */
const LEAST_TAIL = 20;

/**
 * Hill's estimate of the exponent k of P(|x| > r) ~ r^-k from the floor(sqrt n) largest of n, with
 * the interval k (1 +- 1.96 / sqrt(number)) of a pure power. Of what has no such tail it is a
 * number all the same, the larger the thinner the tail. Source: Hill (1975), "A simple general
 * approach to inference about the tail of a distribution", eq. 3.
 *
 * @param sizes  |x|, rising.
 * @returns Nulls below 400 replicas, where some of the largest are frozen, and where they are all
 * alike or 0.
 */
function tailIndex(sizes: Float32Array): ResponseValue {
  const n = sizes.length;
  const count = Math.floor(Math.sqrt(n));
  const bound = sizes[n - 1 - count];
  if (count < LEAST_TAIL || unfrozen(sizes[n - 1]) === null || !(bound > 0))
    return [null, null, null];
  let sum = 0;
  for (let k = n - count; k < n; k++) sum += log(sizes[k] / bound);
  if (!(sum > 0)) return [null, null, null];
  const index = count / sum;
  const half = (NORMAL_975 * index) / Math.sqrt(count);
  return [index, index - half, index + half];
}
