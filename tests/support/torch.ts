import reference from '../reference/torch/positions.json';

/** What torch.optim does with the same noise in float64: tests/reference/torch/make.py. */
export interface TorchCase {
  spec: { loss: { kind: string }; optimizer: { kind: string } };
  /** Shape: [recorded steps][coordinates]. */
  positions: number[][];
}

export const torchCases: readonly TorchCase[] = reference.cases;
/** Steps after which positions are recorded, rising. */
export const torchSteps: readonly number[] = reference.steps;

/** The generator of Park and Miller (1988): state <- MULTIPLIER state mod MODULUS. */
export const MODULUS = 2 ** 31 - 1;
export const MULTIPLIER = 48271;
export const FIRST_STATE = 12345;

/** Noise of every step, scaled to [-1, 1]. */
export function* torchNoise(): Generator<[xi: number, eta: number], never> {
  let state = FIRST_STATE;
  const next = () => {
    state = (MULTIPLIER * state) % MODULUS;
    return 2 * (state / MODULUS) - 1;
  };
  while (true) yield [next(), next()];
}
