import { describe, it } from 'vitest';
import { integrate } from '../../../src/theory/numerics/quadrature';
import { expectRelative } from './reference';

describe('integrate', () => {
  it.each<[string, (x: number) => number, number, number, number]>([
    ['a polynomial', (x) => x ** 3 - x, -1, 3, 16],
    ['a square-root end', Math.sqrt, 0, 1, 2 / 3],
    ['a logarithmic end', (x) => -Math.log(x), 0, 1, 1],
    ['half a bell', (x) => Math.exp(-x * x * 50), 0, 10, Math.sqrt(Math.PI / 200)],
    ['an end of power 0.1', (x) => x ** 0.1, 0, 1, 1 / 1.1],
  ])('%s', (_, f, low, high, value) => expectRelative(integrate(f, low, high), value, 1e-13));

  it('changes sign with its limits', () =>
    expectRelative(integrate(Math.exp, 1, 0), 1 - Math.E, 1e-14));
});
