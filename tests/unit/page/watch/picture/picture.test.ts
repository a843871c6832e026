import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import '../../../../../src/models/all-models';
import { createCpuEngine } from '../../../../../src/engine/cpu/cpu-engine';
import { histogramScale } from '../../../../../src/page/shared/scales';
import { roundValueAt, valueAt } from '../../../../../src/page/watch/picture/axis-values';
import { binWords } from '../../../../../src/page/watch/picture/bin-words';
import {
  radiusAt,
  setRadius,
  setStart,
  startShown,
} from '../../../../../src/page/watch/picture/edits';
import { stemsOf } from '../../../../../src/page/watch/picture/stems';
import { Reader, type Reading } from '../../../../../src/page/watch/reading';
import { float32Limits } from '../../../../../src/spec/float32-limits';
import { parseSpec } from '../../../../../src/spec/schema';
import type { Spec } from '../../../../../src/spec/spec';

const AXES = [
  { axis: 'linear', min: -3, max: 5 },
  { axis: 'asinh', min: -100, max: 1000 },
  { axis: 'log-abs', min: 1e-6, max: 1e6 },
] as const;

/** What the page reads of a run of fewer particles than its spec asks for. */
async function readingOf(input: object, particles: number): Promise<Reading> {
  const spec = parseSpec(input);
  const engine = createCpuEngine();
  const own: Spec = { ...spec, ensemble: { ...spec.ensemble, particles } };
  const ensemble = await engine.create(own);
  await ensemble.advance(spec.time.steps);
  const counts = await ensemble.count();
  const { min, max } = spec.histogram;
  return new Reader((each) => float32Limits(each)[0]).read(spec, {
    run: 0,
    particles,
    all: particles,
    ends: { min, max },
    counts,
    quantiles: [0, 0, 0, 0, 0],
    plane: null,
    particleStepsPerSecond: 0,
    preview: false,
  });
}

const COIN = {
  loss: { a: [0] },
  noise: { law: 'two-point', sigma: 0.1, tau: 0 },
  time: { dt: 1, steps: 1 },
  histogram: { axis: 'log-abs', min: 0.7704, max: 1.272, bins: 5 },
};

describe('a place of the picture', () => {
  it('is the value that the axis has there, in few digits that stay within its pixel', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...AXES),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (axis, at) => {
          const { position } = histogramScale(axis);
          expect(position(valueAt(axis, at))).toBeCloseTo(at, 9);
          const round = roundValueAt(axis, at, 800);
          expect(Math.abs(position(round) - at)).toBeLessThanOrEqual(0.5 / 800 + 1e-12);
          expect(String(round).length).toBeLessThan(24);
        },
      ),
      { seed: 20_261_129, numRuns: 300 },
    );
    expect(roundValueAt(AXES[1], histogramScale(AXES[1]).position(0.0001), 800)).toBe(0);
  });

  it('becomes the start of its coordinate, or the radius, and nothing else of the spec', () => {
    const spec = parseSpec({
      loss: { a: [1, -1] },
      start: { kind: 'point', x: [2, 3] },
      histogram: { coordinate: 1 },
    });
    setStart(spec, -0.5);
    expect(spec.start).toEqual({ kind: 'point', x: [2, -0.5] });
    expect(startShown(spec)).toBe(-0.5);
    expect(radiusAt(spec, -4)).toBe(4);
    expect(radiusAt(spec, 0)).toBe(null);
    setRadius(spec, 4);
    expect(spec.escape).toEqual({ radius: 4 });
    expect(parseSpec(spec)).toEqual(spec);
  });
});

describe('a bin', () => {
  it('tells its range, its share and that of the law', async () => {
    const reading = await readingOf(COIN, 4096);
    const words = [0, 1, 2, 3, 4].map((bin) => binWords(reading, bin));
    expect(words[1].range).toBe('|x| from 0.852 to 0.942');
    expect(words[1].share).toMatch(
      /^(49|50|51)\.\d+ % of the particles \([\d,]+\); theory 50\.00 %$/,
    );
    expect(words[2].share).toBe('0 % of the particles (0); theory 0 %');
  });
});

describe('a run of fewer particles than its spec asks for', () => {
  it('is compared with its law by the particles that it has', async () => {
    const { distance, agreement } = await readingOf(COIN, 4096);
    expect(distance?.ks).toBeLessThan(0.03);
    expect(distance?.band).toBeGreaterThan(0.02);
    expect(agreement).toBe('agrees');
  });
});

describe('a law of few atoms', () => {
  it('is drawn as one stem each, where the atom is and not in the middle of its bin', async () => {
    const reading = await readingOf(COIN, 4096);
    const { position } = histogramScale(reading.spec.histogram);
    const stems = stemsOf(reading);
    expect(stems.map(({ law }) => law)).toEqual([0.5, 0.5]);
    expect(stems[0].at).toBeCloseTo(position(0.9), 9);
    expect(stems[1].at).toBeCloseTo(position(1.1), 9);
    expect(stems[0].simulation + stems[1].simulation).toBe(1);
    expect(
      stemsOf(await readingOf({ ...COIN, loss: { a: [1] }, noise: { sigma: 2 } }, 256)),
    ).toEqual([]);
  });
});
