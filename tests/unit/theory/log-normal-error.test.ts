import { expect, it } from 'vitest';
import { parseSpec } from '../../../src/spec/schema';
import { theoryOf } from '../../../src/theory/theory';

/** -skewness of ln |1 + s Z|, Z normal: the middle of 200,000 intervals, singularity and all. */
function skewness(s: number): number {
  const intervals = 200_000;
  const moments = [0, 0, 0, 0];
  for (let i = 0; i < intervals; i++) {
    const z = ((i + 0.5) / intervals - 0.5) * 20;
    const weight = Math.exp((-z * z) / 2);
    const value = Math.log(Math.abs(1 + s * z));
    for (let k = 0; k < 4; k++) moments[k] += weight * value ** k;
  }
  const [, first, second, third] = moments.map((moment) => moment / moments[0]);
  const variance = second - first ** 2;
  return -(third - 3 * first * second + 2 * first ** 3) / variance ** 1.5;
}

it.each([0.1, 0.2, 0.25, 0.3, 0.4, 0.5])(
  'the error of a log-normal law covers its skewness, at a noise of %f',
  (sigma) => {
    const steps = 2000;
    const spec = { loss: { a: [0] }, noise: { sigma, tau: 0 }, time: { dt: 1, steps } };
    const { law, lawError } = theoryOf(parseSpec(spec), steps);
    expect(law?.name).toBe('log-normal');
    // Edgeworth's first term, at its largest.
    const first = skewness(sigma) / 6 / Math.sqrt(2 * Math.PI * steps);
    expect(lawError! / first).toBeGreaterThan(1);
    expect(lawError! / first).toBeLessThan(1.3);
  },
);
