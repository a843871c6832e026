import { exp } from '../../numerics/elementary';

const TERMS = 8;

/**
 * Density of ln |m + v z| at l, z standard normal, m >= 0, v > 0, e^l <= v / 2: the sum over k of
 * term k times e^((2k + 1) l), which is even in e^l but for one factor. Error 1e-11 of e^l / v
 * (tests/unit/theory/panel-escape.test.ts). Source: generating function of Hermite's polynomials,
 * Abramowitz and Stegun (1964), 22.9.17.
 */
export function farTerms(m: number, v: number): number[] {
  const z = m / v;
  const terms: number[] = [];
  let [before, hermite] = [0, 1];
  let scale = (Math.sqrt(2 / Math.PI) * exp(-0.5 * z * z)) / v;
  for (let k = 0; k < TERMS; k++) {
    terms.push(scale * hermite);
    for (let degree = 2 * k; degree < 2 * k + 2; degree++)
      [before, hermite] = [hermite, z * hermite - degree * before];
    scale /= v * v * (2 * k + 1) * (2 * k + 2);
  }
  return terms;
}
