import { NEVER } from '../src/engine/constants';
import { CPU_PARTICLES, PARTICLES, STEPS, type State } from './variant';

// A kernel that gives a wrong answer gets no number.

export function sharesOf({ positions, passages }: State): { inside: number; escaped: number } {
  return {
    inside: positions.filter((x) => Math.abs(x) < 1).length / positions.length,
    escaped: passages.filter((step) => step !== NEVER).length / passages.length,
  };
}

/**
 * Holds a share of PARTICLES against one of CPU_PARTICLES, both random: five standard deviations.
 */
export function checkShare(what: string, share: number, expected: number): void {
  const tolerance = 5 * Math.sqrt(expected * (1 - expected) * (1 / PARTICLES + 1 / CPU_PARTICLES));
  if (!(Math.abs(share - expected) <= tolerance))
    throw new Error(
      `${what}: ${share} of the particles, expected ${expected} within ${tolerance}.`,
    );
}

/**
 * The same words on both engines: one particle in a thousand may fall on the other side by
 * rounding.
 */
export function checkState(name: string, state: State, expected: State): void {
  let different = 0;
  for (let i = 0; i < CPU_PARTICLES; i++)
    if (
      Math.abs(state.positions[i]) < 1 !== Math.abs(expected.positions[i]) < 1 ||
      state.passages[i] !== expected.passages[i]
    )
      different++;
  if (different > CPU_PARTICLES / 1000)
    throw new Error(
      `${name}: ${different} of ${CPU_PARTICLES} particles are not where the CPU engine has them.`,
    );
  checkShares(name, state, expected);
}

/** Other words of the same law. */
export function checkShares(name: string, state: State, expected: State): void {
  const shares = sharesOf(expected);
  const all = sharesOf(state);
  checkShare(`${name}: |x| < 1`, all.inside, shares.inside);
  checkShare(`${name}: escaped`, all.escaped, shares.escaped);
}

/** Sums of 2 STEPS standard normals: mean and variance within five standard deviations. */
export function checkSums({ positions }: State): void {
  const variance = 2 * STEPS;
  const mean = positions.reduce((sum, x) => sum + x, 0) / PARTICLES;
  const square = positions.reduce((sum, x) => sum + x * x, 0) / PARTICLES;
  if (
    !(Math.abs(mean) <= 5 * Math.sqrt(variance / PARTICLES)) ||
    !(Math.abs(square - variance) <= 5 * variance * Math.sqrt(2 / PARTICLES))
  )
    throw new Error(
      `The roofline's sums have mean ${mean} and mean square ${square}, expected 0 and ${variance}.`,
    );
}
