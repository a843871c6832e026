import fc from 'fast-check';
import { expect, test } from 'vitest';
import { binSlot } from '../../../src/engine/cpu/bins';
import { histogramEdges } from '../../../src/spec/histogram-edges';

const AXES = [
  { axis: 'linear', min: -3, max: 5 },
  { axis: 'asinh', min: -100, max: 100 },
  { axis: 'log-abs', min: 1e-6, max: 1e3 },
] as const;

test.each(AXES)('on the $axis axis a bin holds its lower edge and not its upper one', (range) => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 600 }), fc.nat(), (bins, any) => {
      const edges = histogramEdges({ ...range, bins, coordinate: 0 });
      expect(edges[0]).toBe(Math.fround(range.min));
      expect(edges[bins]).toBe(Math.fround(range.max));
      const i = any % bins;
      const [low, high] = [edges[i], edges[i + 1]];
      const below = Math.fround(low - Math.abs(low) * 2 ** -23 - 2 ** -120);
      expect(binSlot(low, edges)).toBe(i + 1);
      expect(binSlot((low + high) / 2, edges)).toBe(i + 1);
      expect(binSlot(high, edges)).toBe(i + 2);
      expect(binSlot(below, edges)).toBe(i);
    }),
    { seed: 1, numRuns: 300 },
  );
});

test.each(AXES)('on the $axis axis bins are equally wide', ({ axis, min, max }) => {
  const bins = 64;
  const edges = histogramEdges({ axis, min, max, bins, coordinate: 0 });
  const place = { linear: (x: number) => x, asinh: Math.asinh, 'log-abs': Math.log }[axis];
  const width = (place(max) - place(min)) / bins;
  // Edges are rounded to float32: a part in 2^24 of them, and of what asinh and log make of it.
  const rounding = Math.abs(place(max)) * 2 ** -22;
  for (let i = 0; i < bins; i++)
    expect(Math.abs(place(edges[i + 1]) - place(edges[i]) - width)).toBeLessThan(rounding);
});
