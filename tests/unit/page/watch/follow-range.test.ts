import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createCpuEngine } from '../../../../src/engine/cpu/cpu-engine';
import { LEAST_IN_SIGHT, rangeFor } from '../../../../src/page/watch/follow-range';
import { PRESETS } from '../../../../src/spec/presets';
import { parseSpec } from '../../../../src/spec/schema';
import { withEnds, withParticles } from '../../../../src/spec/spec';
import { repeats } from '../../../support/long';

/** Share of the particles that the picture shows. */
const inSight = ({ counts }: { counts: Uint32Array }, particles: number) =>
  counts.reduce((sum, count) => sum + count, 0) / particles;

test.each(PRESETS.map(({ id, spec }) => [id, spec] as const))(
  'a preset shows its particles at start, middle and end: %s',
  async (_, spec) => {
    const particles = 256;
    const ensemble = await createCpuEngine('fastest').create(withParticles(spec, particles));
    for (const share of [0, 0.5, 1]) {
      await ensemble.advance(Math.round(share * spec.time.steps));
      expect(inSight(await ensemble.count(), particles), `at ${share}`).toBeGreaterThan(0.05);
    }
  },
);

test('wherever a run has gone, the picture that follows shows it, and does not move again', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('linear', 'asinh', 'log-abs' as const),
      fc.double({ min: -30, max: 28, noNaN: true }),
      fc.double({ min: 0, max: 1.5, noNaN: true }),
      fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 32, maxLength: 32 }),
      fc.constantFrom(-1, 1),
      (axis, exponent, width, places, sign) => {
        const values = places.map((place) => sign * 10 ** (exponent + width * place));
        const { histogram } = parseSpec({
          histogram: { axis, ...(axis === 'log-abs' ? { min: 1e-3, max: 1e3 } : {}) },
        });
        const ends = rangeFor(histogram, values);
        expect(ends).not.toBeNull();
        const shown = (x: number) => (axis === 'log-abs' ? Math.abs(x) : x);
        const seen = values.filter((x) => shown(x) >= ends!.min && shown(x) < ends!.max).length;
        expect(seen / values.length).toBeGreaterThan(LEAST_IN_SIGHT);
        expect(() => parseSpec({ histogram: { ...histogram, ...ends } })).not.toThrow();
      },
    ),
    { seed: 6, numRuns: repeats(1000) },
  );
});

test('particles that are nowhere to be seen move no axis', () => {
  const { histogram } = parseSpec({});
  expect(rangeFor(histogram, new Float32Array(32).fill(1e30))).toBeNull();
  expect(rangeFor(histogram, new Float32Array(32))).toBeNull();
  expect(rangeFor(histogram, [])).toBeNull();
});

test('other ends change no particle, and count as a run that had them from the start', async () => {
  const spec = parseSpec({ time: { steps: 256 }, ensemble: { particles: 2000 } });
  const ends = { min: -3, max: 8 };
  const [moved, made] = await Promise.all(
    [spec, withEnds(spec, ends)].map((one) => createCpuEngine('fastest').create(one)),
  );
  await moved.advance(128);
  await moved.count();
  await moved.rebin(ends);
  expect(moved.spec).toEqual(made.spec);
  for (const step of [128, 256]) {
    await Promise.all([moved.advance(step), made.advance(step)]);
    expect(await moved.count()).toEqual(await made.count());
  }
});
