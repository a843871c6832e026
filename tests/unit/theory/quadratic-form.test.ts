import { describe, expect, it } from 'vitest';
import { parseSpec } from '../../../src/spec/schema';
import { symmetricEigenvalues } from '../../../src/theory/numerics/symmetric-eigenvalues';
import { growthOf, theoryOf } from '../../../src/theory/theory';

describe('eigenvalues of a symmetric matrix', () => {
  it.each([
    [
      [
        [0, 1],
        [1, 0],
      ],
      [1, -1],
    ],
    [
      [
        [2, 0],
        [0, 3],
      ],
      [3, 2],
    ],
    // The second differences of three places: 2 - 2 cos(k pi / 4).
    [
      [
        [2, -1, 0],
        [-1, 2, -1],
        [0, -1, 2],
      ],
      [2 + Math.SQRT2, 2, 2 - Math.SQRT2],
    ],
    // All ones: 4 once and 0 three times.
    [Array(4).fill([1, 1, 1, 1]), [4, 0, 0, 0]],
  ])('%j', (matrix, expected) => {
    const found = symmetricEigenvalues(matrix);
    for (const [i, value] of expected.entries()) expect(found[i]).toBeCloseTo(value, 14);
  });
});

describe('theory of a quadratic form', () => {
  const optimizers = [
    { kind: 'sgd' },
    { kind: 'gd' },
    { kind: 'perturbed', perturbation: 0.3 },
    { kind: 'heavy-ball', beta: 0.5 },
    { kind: 'svrg', epochLength: 3 },
    { kind: 'sgd', schedule: 'inverse-time' },
  ];
  const saddle = (a: number, optimizer: object) =>
    growthOf(parseSpec({ loss: { kind: 'saddle', a: [a] }, ...run(optimizer) }));
  const run = (optimizer: object) => ({
    noise: { sigma: 1.5, tau: 0.4, rho: 0.5 },
    optimizer: { learningRate: 0.2, ...optimizer },
    time: { dt: 0.5 },
  });

  it.each(optimizers)('is that of the steepest saddle along its eigenvectors: %j', (optimizer) => {
    // Eigenvalues 0.3 + 0.4 and 0.3 - 0.4, along (1, 1) and (1, -1).
    const loss = { kind: 'quadratic-form', matrix: [0.3, 0.4, 0.3] };
    const spec = parseSpec({ loss, ...run(optimizer) });
    const [push, pull] = [saddle(0.7, optimizer), saddle(-0.1, optimizer)];
    const found = growthOf(spec);
    const largest = Math.max(push.lyapunovExponent!, pull.lyapunovExponent!);
    expect(found.lyapunovExponent).toBeCloseTo(largest, 9);
    // Of one direction nobody knows it: then the larger is not known.
    if (push.sdeGrowthRate === null || pull.sdeGrowthRate === null)
      expect(found.sdeGrowthRate).toBeNull();
    else
      expect(found.sdeGrowthRate).toBeCloseTo(Math.max(push.sdeGrowthRate, pull.sdeGrowthRate), 12);
    expect(found.exponentUnit).toBe(push.exponentUnit);
  });

  it('is trapped where every direction is, and escapes where one does', () => {
    const verdict = (matrix: number[]) =>
      theoryOf(
        parseSpec({ loss: { kind: 'quadratic-form', matrix }, noise: { sigma: 1, tau: 0 } }),
        1,
      );
    expect(verdict([-1, 0.5, -1]).verdict).toBe('trapped');
    expect(verdict([-1, 2, -1]).verdict).toBe('escapes');
    expect(verdict([-1, 2, -1]).longRun).toContain('pushes of 1, −3');
  });

  it('takes the triangles of two to four rows', () => {
    expect(() => parseSpec({ loss: { kind: 'quadratic-form', matrix: [1, 2] } })).toThrow(
      'loss.matrix: [1,2] is not accepted; give a list of 3, 6 or 10 numbers',
    );
  });
});
