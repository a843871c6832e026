import { describe, expect, it } from 'vitest';
import { logAbsoluteMoment, tailIndex } from '../../../src/theory/laws/tail-index';
import { expectWithin } from './reference';

describe('logAbsoluteMoment', () => {
  // Columns: m, v, k, value by the confluent hypergeometric function in 30 digits.
  it.each([
    [1.05, 0.5, 0.6, 0.00167583186984432],
    [0, 1, 3, 0.4673558279152179],
    [0.9, 0.02, 500, -2.0693378580783492],
    [-1.2, 2, 0.01, 0.0023370486314176963],
  ])('Gaussian m = %d, v = %d, k = %d', (m, v, k, value) =>
    expectWithin(
      logAbsoluteMoment({ law: 'gaussian', m, v, batchSize: 1 }, k),
      value,
      1e-12 * Math.max(1, k),
    ),
  );

  it.each(['gaussian', 'two-point'] as const)('is log(m^2 + v^2) at k = 2: %s', (law) =>
    expectWithin(
      logAbsoluteMoment({ law, m: -0.9, v: 0.7, batchSize: 9 }, 2),
      Math.log(0.81 + 0.49),
      1e-13,
    ),
  );
});

describe('tailIndex', () => {
  it.each(['gaussian', 'two-point'] as const)('is 2 where the second moment is 1: %s', (law) => {
    const v = Math.sqrt(1 - 0.64);
    expectWithin(
      tailIndex({ law, m: 0.8, v, batchSize: law === 'gaussian' ? 1 : 4 }) ?? Number.NaN,
      2,
      1e-11,
    );
  });

  it('is 1 on the flat line for two-point noise', () =>
    expectWithin(
      tailIndex({ law: 'two-point', m: 1, v: 0.5, batchSize: 1 }) ?? Number.NaN,
      1,
      1e-11,
    ));

  it('is absent without trapping, without noise and when no factor exceeds 1', () => {
    expect(tailIndex({ law: 'gaussian', m: 1.1, v: 0.1, batchSize: 1 })).toBeNull();
    expect(tailIndex({ law: 'gaussian', m: 0.9, v: 0, batchSize: 1 })).toBeNull();
    expect(tailIndex({ law: 'two-point', m: 0.5, v: 0.5, batchSize: 1 })).toBeNull();
  });
});
