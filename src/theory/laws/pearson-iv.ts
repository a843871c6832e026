import { atan, atan2, sin } from '../../numerics/angles';
import { exp, log, log1p, power } from '../../numerics/elementary';
import { integrate } from '../numerics/quadrature';
import { logGammaRealPart } from '../numerics/special-functions';

/**
 * The Pearson type IV law in t = (x - location) / scale: density proportional to (1 + t^2)^-m4
 * exp(-nu atan t). tailExponent = 2 m4 - 1 > 0 is the exponent of both tails; nu = 0 is Student's
 * t. Source: Pearson (1895); Heinrich (2004), "A guide to the Pearson type IV distribution";
 * docs/theory.md, "Stationary laws".
 */
export interface PearsonIv {
  tailExponent: number;
  skew: number;
}

/**
 * log of K in density(t) = K (1 + t^2)^-m4 exp(-nu atan t):
 * (2 m4 - 2) log 2 + 2 Re logGamma(m4 + i nu/2) - log pi - logGamma(2 m4 - 1).
 * Absolute error 1e-14 max(1, m4 log m4, |nu|) (tests/unit/theory/pearson-iv.test.ts).
 */
export function pearsonIvLogNormalizer({ tailExponent, skew }: PearsonIv): number {
  return (
    (tailExponent - 1) * Math.LN2 +
    2 * logGammaRealPart((tailExponent + 1) / 2, skew / 2) -
    log(Math.PI) -
    logGammaRealPart(tailExponent, 0)
  );
}

/** Density and tails in t. */
export interface PearsonIvLaw {
  pdf(t: number): number;
  /** P(T <= t). */
  lower(t: number): number;
  /** P(T > t). */
  upper(t: number): number;
}

/**
 * Density and both tails of a Pearson IV law. Tails are integrals over the angle from their own
 * end, int_0^phi sin(u)^(q - 1) exp(+-nu (u - pi/2)) du with q = tailExponent, phi = pi/2 -+ atan
 * t; for q < 1 with u^q as the variable. Relative error of either tail below 1e-11 + 1e-13 |nu|
 * (tests/unit/theory/pearson-iv.test.ts).
 */
export function pearsonIv(law: PearsonIv): PearsonIvLaw {
  const { tailExponent: q, skew } = law;
  const logNormalizer = pearsonIvLogNormalizer(law);

  /**
   * Mass within the angle phi of the end towards which the density carries the factor exp(slope
   * (pi/2 - u)).
   */
  const tail = (phi: number, slope: number): number => {
    if (q < 1) {
      const inside = (mass: number) => {
        const u = power(mass, 1 / q);
        const flat = u > 0 ? (q - 1) * log(sin(u) / u) : 0;
        return exp(logNormalizer + flat + slope * (u - Math.PI / 2));
      };
      return integrate(inside, 0, power(phi, q)) / q;
    }
    const inside = (u: number) => {
      const sine = sin(u);
      return sine > 0 ? exp(logNormalizer + (q - 1) * log(sine) + slope * (u - Math.PI / 2)) : 0;
    };
    const peak = atan2(q - 1, -slope);
    return peak > 0 && peak < phi
      ? integrate(inside, 0, peak) + integrate(inside, peak, phi)
      : integrate(inside, 0, phi);
  };
  /**
   * Mass between the angle phi from an end and the middle, phi <= pi/2; in log u, since phi may be
   * tiny.
   */
  const middle = (phi: number, slope: number): number => {
    const inside = (s: number) => {
      const u = exp(s);
      return exp(logNormalizer + (q - 1) * log(sin(u)) + s + slope * (u - Math.PI / 2));
    };
    const [from, to] = [log(phi), log(Math.PI / 2)];
    const peak = log(Math.max(phi, atan2(q - 1, -slope)));
    return from < peak && peak < to
      ? integrate(inside, from, peak) + integrate(inside, peak, to)
      : integrate(inside, from, to);
  };

  /** Mass beyond t on the side of its sign, for t >= 0 after mirroring by `side`. */
  const outside = (t: number, side: 1 | -1) => Math.min(1, tail(atan2(1, t), side * skew));
  const halves: Record<string, number> = {};
  const half = (side: 1 | -1): number => {
    halves[side] ??= outside(0, side);
    return halves[side];
  };
  /**
   * Mass up to t >= 0, coming from the other side: 1 - outside, or directly where that would lose
   * digits.
   */
  const inside = (t: number, side: 1 | -1) => {
    const rest = outside(t, side);
    if (rest <= 0.5) return 1 - rest;
    return Math.min(1, half(side === 1 ? -1 : 1) + middle(atan2(1, t), side * skew));
  };

  return {
    pdf: (t) => exp(logNormalizer - ((q + 1) / 2) * logOnePlusSquare(t) - skew * atan(t)),
    lower: (t) => (t <= 0 ? outside(-t, -1) : inside(t, 1)),
    upper: (t) => (t >= 0 ? outside(t, 1) : inside(-t, -1)),
  };
}

/** log(1 + t^2) without overflow. */
function logOnePlusSquare(t: number): number {
  const size = Math.abs(t);
  return size < 1e150 ? log1p(size * size) : 2 * log(size);
}
