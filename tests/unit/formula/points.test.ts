import { expect, test } from 'vitest';
import { parseSpec } from '../../../src/spec/schema';
import { criticalPoints } from '../../../src/theory/surfaces/formula-points';
import { lossValueOf } from '../../../src/theory/surfaces/loss-value';
import { surfaceOf } from '../../../src/theory/surfaces/spec-surface';

const pointsOf = (f: string, coordinates: number, parameters: Record<string, number> = {}) =>
  criticalPoints(
    {
      text: { f, coordinates, parameters: Object.keys(parameters) },
      parameters: Object.values(parameters),
    },
    4,
  );

test('the double well has its two minima and its saddle', () => {
  const points = pointsOf('y^2 + x^4/4 - 5*x^3/6 - x^2/2 + 5*x/4 + 2', 2);
  expect(points.map(({ kind }) => kind)).toEqual(['minimum', 'minimum', 'saddle']);
  for (const { x } of points) {
    expect(x[0] ** 3 - 2.5 * x[0] ** 2 - x[0] + 1.25).toBeCloseTo(0, 11);
    expect(x[1]).toBeCloseTo(0, 12);
  }
});

test('curvatures are the eigenvalues of the second derivatives', () => {
  const [point, ...others] = pointsOf('x^2 + 3*x*y - y^2 + 2*z^2 + y*z + w*z - 5*w^2', 4);
  expect(others).toEqual([]);
  expect(point.kind).toBe('saddle');
  const sum = point.curvatures.reduce((a, b) => a + b, 0);
  expect(sum).toBeCloseTo(2 - 2 + 4 - 10, 12);
  const squares = point.curvatures.reduce((a, b) => a + b * b, 0);
  // Squares of all entries: the diagonal, and each of the others twice.
  expect(squares).toBeCloseTo(4 + 4 + 16 + 100 + 2 * (9 + 1 + 1), 10);
});

test('a parameter moves them, maxima are told, and what is flat is neither', () => {
  for (const { x } of pointsOf('k*x - x^3/3', 1, { k: 4 }))
    expect(Math.abs(x[0])).toBeCloseTo(2, 12);
  expect(pointsOf('k*x - x^3/3', 1, { k: 4 }).map(({ kind }) => kind)).toEqual([
    'minimum',
    'maximum',
  ]);
  expect(pointsOf('x^2', 2).every(({ kind }) => kind === 'flat')).toBe(true);
  expect(pointsOf('cos(x) + cos(y)', 2).map(({ kind }) => kind)).toEqual([
    ...new Array(4).fill('minimum'),
    ...new Array(4).fill('saddle'),
    'maximum',
  ]);
});

test('the surface and the mean loss of a spec are those of its formula', () => {
  const spec = parseSpec({
    loss: {
      kind: 'formula',
      f: '(x^2 - k)^2/4 + y^2 + xi*x',
      coordinates: 2,
      parameters: { k: 2 },
    },
  });
  expect(lossValueOf(spec)!([1, 2])).toBe(4.25);
  const surface = surfaceOf(spec)!;
  expect(surface.atRest.value(1, 2)).toBe(4.25);
  expect(surface.atRest.gradient(1, 2)).toEqual([-1, 4]);
  expect(surface.points.map(({ kind }) => kind)).toEqual(['minimum', 'minimum', 'saddle']);
  expect(surface.points[0].x ** 2).toBeCloseTo(2, 12);
  // The mean of a formula that is not linear in its noise is another.
  const curved = { ...spec, loss: { ...spec.loss, f: 'x^2*xi^2' } };
  expect(lossValueOf(parseSpec({ ...curved, time: { dt: 1 } }))).toBe(null);
});
