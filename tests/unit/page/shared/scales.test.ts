import fc from 'fast-check';
import { expect, test } from 'vitest';
import { exact } from '../../../../src/page/shared/format';
import { histogramScale } from '../../../../src/page/shared/scales';
import { typedNumber } from '../../../../src/page/shared/typed-number';
import type { Histogram } from '../../../../src/spec/spec';
import { repeats } from '../../../support/long';

type Range = Pick<Histogram, 'axis' | 'min' | 'max'>;

const range = fc
  .record({
    axis: fc.constantFrom<Range['axis']>('linear', 'asinh', 'log-abs'),
    exponent: fc.double({ min: -30, max: 28, noNaN: true }),
    decades: fc.double({ min: 0.02, max: 40, noNaN: true }),
    below: fc.constantFrom(-1, -0.3, 0, 0.4),
  })
  .map(({ axis, exponent, decades, below }): Range => {
    const max = 10 ** Math.min(30, exponent + (axis === 'log-abs' ? decades : 0));
    return {
      axis,
      min: axis === 'log-abs' ? 10 ** (Math.min(30, exponent + decades) - decades) : below * max,
      max,
    };
  });

/** The number a label shows. */
const shownBy = (label: string) => {
  const read = typedNumber(label.replace('−', '-').replaceAll(',', ''));
  return 'value' in read ? read.value : Number.NaN;
};

const equalSteps = (values: number[]) => {
  const step = (values[values.length - 1] - values[0]) / (values.length - 1);
  return values.every((value, i) => Math.abs(value - values[0] - i * step) < 0.02 * step);
};

/** One pattern in every decade, without a hole: 1, 2 and 5, or 1 in every so many decades. */
function onePattern(values: number[], scale: { position(value: number): number }): boolean {
  const sizes = (sign: number) =>
    values
      .filter((value) => Math.sign(value) === sign)
      .map(Math.abs)
      .sort((a, b) => a - b);
  const mantissas = new Set(
    values.filter(Boolean).map((value) => Number(Math.abs(value).toExponential().split('e')[0])),
  );
  for (const side of [sizes(1), sizes(-1)]) {
    const logs = side.map(Math.log10);
    if (mantissas.size === 1 && mantissas.has(1)) {
      // The step from 0 to the first is no step of decades.
      if (logs.length > 2 && !equalSteps(logs)) return false;
    } else {
      if ([...mantissas].some((mantissa) => ![1, 2, 5].includes(mantissa))) return false;
      for (let i = 1; i < logs.length; i++) if (logs[i] - logs[i - 1] > 0.4) return false;
    }
  }
  return values.every((value) => Number.isFinite(scale.position(value)));
}

test('labels of any axis are even, in the picture and never touch', () => {
  fc.assert(
    fc.property(
      range,
      fc.integer({ min: 120, max: 1600 }),
      fc.boolean(),
      (axis, pixels, upright) => {
        const scale = histogramScale(axis);
        const ticks = scale.ticks(pixels, upright);
        const labelled = ticks.filter(({ label }) => label !== '');
        expect(labelled.length).toBeGreaterThan(0);
        for (const { at } of ticks) {
          expect(at).toBeGreaterThan(-1e-6);
          expect(at).toBeLessThan(1 + 1e-6);
        }
        const room = (label: string) => (upright ? 16 : label.length * 7);
        for (let i = 1; i < labelled.length; i++)
          expect(
            (labelled[i].at - labelled[i - 1].at) * pixels,
            labelled.map(({ label }) => label).join(' '),
          ).toBeGreaterThan((room(labelled[i].label) + room(labelled[i - 1].label)) / 2);
        const values = labelled.map(({ label }) => shownBy(label));
        const even = values.length < 3 || equalSteps(values) || onePattern(values, scale);
        expect(even, values.join(' ')).toBe(true);
        // A label says where its mark is.
        for (const [i, value] of values.entries())
          expect(
            Math.abs(scale.position(value) - labelled[i].at) * pixels,
            `${labelled[i].label}`,
          ).toBeLessThan(1.5);
      },
    ),
    { seed: 16, numRuns: repeats(800) },
  );
});

test('the axis that was uneven: 0.2, 0.6, 1, 1.2', () => {
  for (const [min, max] of [
    [0.15, 1.3],
    [0.81, 1.21],
    [1e-3, 57],
  ])
    for (const pixels of [300, 700]) {
      const labels = histogramScale({ axis: 'log-abs', min, max })
        .ticks(pixels)
        .flatMap(({ label }) => (label ? [label] : []));
      expect(labels.length, labels.join(' ')).toBeGreaterThan(2);
    }
});

test('a box shows a number in the one format, and reads it back', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
      const text = exact(value);
      expect(text).not.toMatch(/e/);
      expect(typedNumber(text)).toEqual({ value: value === 0 ? expect.closeTo(0) : value });
    }),
    { seed: 16, numRuns: repeats(2000) },
  );
  for (const [text, value] of [
    ['3·10⁻⁹', 3e-9],
    ['10⁵', 1e5],
    ['-10⁻⁹', -1e-9],
    ['1,5 × 10^-3', 1.5e-3],
    ['2*10^6', 2e6],
  ] as const)
    expect(typedNumber(text)).toEqual({ value });
});
