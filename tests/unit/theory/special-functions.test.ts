import { describe, expect, it } from 'vitest';
import {
  digamma,
  EULER_GAMMA,
  erf,
  erfc,
  erfcx,
  exponentialIntegral,
  incompleteGamma,
  logGammaRealPart,
  normalCdf,
  normalQuantile,
} from '../../../src/theory/numerics/special-functions';
import { expectRelative, expectWithin } from './reference';

// Columns: x, erf, erfc, exp(x^2) erfc. All tables here are from 30-digit arithmetic.
const errorFunctions = [
  [-3, -0.9999779095030014, 1.9999779095030015, 16205.988853999586],
  [-0.7, -0.6778011938374184, 1.6778011938374184, 2.7387021025613167],
  [1e-9, 1.1283791670955127e-9, 0.9999999988716208, 0.9999999988716208],
  [0.4, 0.42839235504666845, 0.5716076449533315, 0.6707877852947615],
  [0.999, 0.8422852702064969, 0.15771472979350307, 0.4278569426214168],
  [1, 0.8427007929497149, 0.15729920705028513, 0.427583576155807],
  [2.5, 0.999593047982555, 0.0004069520174449589, 0.2108063640611436],
  [6, 1, 2.1519736712498913e-17, 0.09277656780053835],
  [20, 1, 5.395865611607901e-176, 0.02817434874105132],
];

describe('error functions', () => {
  it.each(errorFunctions)('at %d', (x, plain, complement, scaled) => {
    expectRelative(erf(x), plain, 1e-14);
    expectRelative(erfc(x), complement, 1e-14 * (1 + x * x));
    expectRelative(erfcx(x), scaled, 1e-14);
  });
});

describe('normal law', () => {
  it.each([
    [1e-300, -37.0470962993612],
    [1e-12, -7.034483825301132],
    [0.001, -3.0902323061678136],
    [0.3, -0.5244005127080408],
    [0.5, 0],
    [0.9, 1.2815515655446006],
  ])('quantile of %d', (p, x) =>
    expectWithin(normalQuantile(p), x, 1e-14 * Math.max(1, Math.abs(x))),
  );

  it('has its quantiles undone by the distribution function', () => {
    for (let x = -37; x < 5; x += 0.37) expectWithin(normalQuantile(normalCdf(x)), x, 1e-9);
    expect(normalQuantile(0)).toBe(Number.NEGATIVE_INFINITY);
    expect(normalQuantile(1)).toBe(Number.POSITIVE_INFINITY);
    expect(normalQuantile(1.1)).toBeNaN();
  });
});

describe('gamma functions', () => {
  it.each([
    [0.01, 0, 4.599479878042022],
    [0.5, 0, 0.5723649429247001],
    [3.7, 0, 1.428072326665388],
    [1000.5, 0, 5908.674175848678],
    [0.75, 2.5, -2.7802640568104917],
    [1.5, -40, -58.223956965580136],
    [0.51, 1000, -1569.8083107093187],
    [30, 5, 70.83535539029765],
  ])('log |Gamma(%d + %d i)|', (x, y, value) =>
    expectWithin(logGammaRealPart(x, y), value, 1e-14 * Math.max(1, Math.abs(value))),
  );

  it.each([
    [0.1, 0.001, 0.5267685683924451, 0.4732314316075549],
    [0.5, 0.5, 0.6826894921370859, 0.3173105078629141],
    [0.5, 30, 0.9999999999999906, 9.485737571073848e-15],
    [1, 1, 0.6321205588285577, 0.36787944117144233],
    [7.3, 2, 0.0029985857761824003, 0.9970014142238176],
    [7.3, 25, 0.9999907826322875, 9.217367712574846e-6],
    [900, 800, 0.00027591344090745104, 0.9997240865590925],
    [900, 1000, 0.9993774022157249, 0.0006225977842750473],
  ])('incomplete gamma a = %d, x = %d', (a, x, lower, upper) => {
    const bound = 1e-13 * Math.max(1, (a * Math.log(a)) / 10);
    const found = incompleteGamma(a, x);
    expectRelative(found.lower, lower, bound);
    expectRelative(found.upper, upper, bound + (upper < 0.01 || lower < 0.5 ? 0 : bound));
  });

  it('gives the ends of the incomplete gamma functions', () => {
    expect(incompleteGamma(2, 0)).toEqual({ lower: 0, upper: 1 });
    expect(incompleteGamma(2, Number.POSITIVE_INFINITY)).toEqual({ lower: 1, upper: 0 });
  });
});

describe('exponentialIntegral', () => {
  it.each([
    [0, 3, 3],
    [1e-10, 2, 2 * (1 + 1e-10)],
    [1, 1, Math.E - 1],
    [-2, 0.5, (1 - Math.exp(-1)) / 2],
  ])('rate %d over %d', (rate, t, value) =>
    expectRelative(exponentialIntegral(rate, t), value, 1e-15),
  );
});

describe('digamma', () => {
  it('has its known values and recurrence', () => {
    expect(digamma(1)).toBeCloseTo(-EULER_GAMMA, 14);
    expect(digamma(0.5)).toBeCloseTo(-EULER_GAMMA - 2 * Math.LN2, 14);
    for (const x of [0.01, 0.7, 3.3, 40])
      expect(digamma(x + 1) - digamma(x)).toBeCloseTo(1 / x, 11);
  });
});
