import { boundedBy, type Estimate, exactly } from '../estimate';
import { PANEL_ORDER } from '../numerics/gauss-legendre';
import { signsIn } from './independent-law';
import { factorExponent, lyapunovExponentGaussian } from './lyapunov';
import { chainExponent } from './momentum-chain';
import { weakNoiseExponent } from './momentum-expansion';
import { directionsOf, solveOn } from './momentum-panels';
import { type MomentumStep, noiselessExponent, signsOf } from './momentum-step';

/** Most unknowns: with more, elimination takes seconds. */
const LARGEST_SYSTEM = 1000;
/** The same for few signs, whose potential may be a fractal that panels do not resolve. */
const LARGEST_SIGN_SYSTEM = 160;
/** Number of values of two-point noise up to which they are taken one by one. */
const FEW_SIGNS = 33;
/** Rounding of the closed forms, as a share of what they are, and at most. */
const ROUNDING = 1e-12;
const LARGEST_ROUNDING = 1e-14;

/**
 * Top Lyapunov exponent per step of gradient descent with momentum: the almost sure growth rate of
 * (x', x), negative where the steps trap. beta = 0 is `factorExponent`, v = 0 the logarithm of the
 * spectral radius; -Infinity where two steps in a row make the iterate vanish with positive
 * probability (Nesterov's step with a sign that makes M = 0).
 */
export function momentumEstimate(step: MomentumStep, accuracy = 1e-6): Estimate {
  const { looksAhead, law, m, v, beta, batchSize } = step;
  if (!(beta >= 0 && beta < 1)) throw new RangeError(`beta = ${beta} is not in 0 <= beta < 1`);
  if (beta === 0) return closedForm(factorExponent({ law, m, pull: step.pull, v, batchSize }));
  if (v === 0) return closedForm(noiselessExponent(step));
  const weak = weakNoiseExponent(step);
  if (weak.error < accuracy) return weak;
  const signs = signsOf(step);
  if (looksAhead && signs?.value.some((z) => m + v * z === 0))
    return exactly(Number.NEGATIVE_INFINITY);
  const few = signs !== null && signs.value.length <= FEW_SIGNS;
  const largest = few ? LARGEST_SIGN_SYSTEM : LARGEST_SYSTEM;
  const directions = directionsOf(step);
  for (;;) {
    const { exponent, errors } = solveOn(step, directions, accuracy);
    const error = errors.reduce((sum, one) => sum + one, 0);
    if (error < accuracy) return boundedBy(exponent, error);
    const room = largest / PANEL_ORDER - errors.length;
    if (room < 1) {
      if (!few) return boundedBy(exponent, error);
      break;
    }
    const share = accuracy / errors.length / 2;
    const worst = Array.from(errors, (one, panel) => ({ one, panel }))
      .filter(({ one }) => one > share)
      .sort((a, b) => b.one - a.one)
      .slice(0, room);
    const { edge } = directions;
    const middle = worst.map(({ panel }) => (edge[panel] + edge[panel + 1]) / 2);
    directions.edge = [...edge, ...middle].sort((a, b) => a - b);
  }
  const { value, weight } = signs!;
  const atoms = value.length;
  return chainExponent(
    {
      looksAhead,
      beta,
      cycle: 1,
      factors: Float64Array.from(value, (z) => m + v * z),
      ways: [
        {
          to: new Int32Array(atoms),
          probability: Float64Array.from(weight),
          factor: Int32Array.from(value, (_, k) => k),
        },
      ],
    },
    directions,
    { places: 1 << 12, rounds: 300, ways: 1e6, accuracy },
  );
}

/**
 * Whether |x| of the heavy ball surely grows, by a look at its ratio r' = c + v z - beta / r of two
 * places, c = m + beta: with normal z, E ln |r'| is least where the rest of r' is 0; with signs,
 * |r| > 1 stays so where every |c + v z| is above 1 + beta. False where this does not tell.
 */
export function heavyBallSurelyGrows(step: MomentumStep): boolean {
  const { m, v, beta } = step;
  const signs = signsIn(step);
  if (signs === null) return v !== 0 && lyapunovExponentGaussian(0, v) > 0;
  for (let heads = 0; heads <= signs; heads++) {
    const z = (2 * heads - signs) / Math.sqrt(signs);
    if (!(Math.abs(m + beta + v * z) > 1 + beta)) return false;
  }
  return true;
}

function closedForm(value: number): Estimate {
  return exactly(value, Math.min(LARGEST_ROUNDING, ROUNDING * Math.abs(value)));
}

/** The number of `momentumEstimate` alone. */
export function momentumExponent(step: MomentumStep, accuracy = 1e-6): number {
  return momentumEstimate(step, accuracy).value;
}
