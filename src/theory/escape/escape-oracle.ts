import type { ChebyshevPanels } from '../numerics/chebyshev-panels';
import { changingStepEscape, sameStepEscape, stepBack } from './adaptive-panels';
import { type EscapeProblem, rateOf, requireProblem, withWholeBatch } from './escape-problem';
import { kernelOf, leaving, type StepNoise, specialPlaces } from './step-kernel';
import { MOST_PLACES, twoPointEscape } from './two-point-escape';

/**
 * P(|x_n| > radius for some 1 <= n <= steps): each step is looked at after it is made, the start is
 * not. Exact for the chain itself, without the limit of small steps.
 *
 * Gaussian noise: the probability as a function of the start, n steps before the end, is a
 * polynomial on panels that halve themselves until they resolve it; each step back takes the exact
 * normal tail outside and quadrature inside. Error below 1e-9 of the result plus 1e-13, also where
 * the noise vanishes inside (|rho| = 1, tau = 0); about 0.1 s for a hundred steps and for a
 * thousand, 0.3 s for 10,000 small ones, but seconds for a thousand without additive noise.
 * Two-point noise, and `mostPlaces`: see `twoPointEscape`. Held by
 * tests/unit/theory/escape-oracle.test.ts.
 *
 * Throws RangeError for numbers that make no problem, and when two-point noise leads to too many
 * places. Source: Chapman-Kolmogorov equation backwards in time; panels as in Trefethen (2013),
 * cited at chebyshev-panels.ts.
 */
export function chainEscapeProbability(problem: EscapeProblem, mostPlaces = MOST_PLACES): number {
  const { law, sigma, tau, radius, steps, ridge } = problem;
  if (sigma !== 0 || tau !== 0) {
    return BY_LAW[law](problem, mostPlaces);
  }
  requireProblem(problem);
  const rate = rateOf(problem);
  let x = problem.x0;
  for (let n = 1; n <= steps; n++) {
    const next = x + rate(n) * problem.a * (ridge ? Math.sign(x) : x);
    if (Math.abs(next) > radius) return 1;
    if (next === x) return 0;
    x = next;
  }
  return 0;
}

const BY_LAW: Record<EscapeProblem['law'], (problem: EscapeProblem, mostPlaces: number) => number> =
  {
    gaussian: (problem) => gaussianEscape(problem)(problem.x0),
    'two-point': (problem, mostPlaces) => {
      requireProblem(problem);
      return twoPointEscape(problem, rateOf(problem), mostPlaces);
    },
  };

/**
 * `chainEscapeProbability` of Gaussian noise, sigma or tau not 0, as a function of the start x0, of
 * which the problem's own is not used: what is costly is done once for all starts. Errors and
 * errors thrown as there.
 * @param noise  Of another law in place of the normal one, at a saddle.
 */
export function gaussianEscape(
  problem: Omit<EscapeProblem, 'law' | 'x0'>,
  noise: StepNoise | null = null,
): (x0: number) => number {
  const { decay = 0, a, rho, steps } = problem;
  const whole = { ...problem, law: 'gaussian', x0: 0 } as const;
  requireProblem(whole);
  const rate = rateOf(whole);
  const reduced = withWholeBatch(whole);
  // Without additive noise of its own the saddle multiplies x + mu: measured from there, no digits
  // are lost.
  const { ridge, sigma, tau } = reduced;
  const multiplies = !ridge && a === 0 && Math.abs(rho) === 1 && sigma !== 0;
  const shift = multiplies ? (rho * tau) / sigma : 0;
  const kernelAt = (n: number) => kernelOf(reduced, rate(n), shift, noise);
  const { even, low, high } = kernelAt(1);
  const inner = specialPlaces(reduced, shift, rate, noise).filter((x) => x > low && x < high);
  const edges = [low, ...[...new Set(inner)].sort((p, q) => p - q), high];
  // P(escaped) as it is seen after the first step that has noise, by the number of that step.
  const known = new Map<number, ChebyshevPanels>();
  const afterStep = (n: number): ChebyshevPanels => {
    const found =
      known.get(n) ??
      (decay === 0
        ? sameStepEscape(kernelAt(n), edges, steps - n)
        : changingStepEscape(kernelAt, edges, n, steps));
    known.set(n, found);
    return found;
  };
  return (x0) => {
    let x = even ? Math.abs(x0) : x0 + shift;
    // A start without noise moves on as it must.
    for (let n = 1; n <= steps; n++) {
      const kernel = kernelAt(n);
      if (kernel.deviation(x) > 0)
        return Math.min(1, Math.max(0, stepBack(kernel, afterStep(n), x)));
      const next = kernel.mean(x);
      if (leaving(kernel, x) === 1) return 1;
      if (next === x) return 0;
      x = kernel.even ? Math.abs(next) : next;
    }
    return 0;
  };
}
