import { describe, expect, test } from 'vitest';
import { endOf } from '../../src/page/story/bake';
import { startValues } from '../../src/page/story/figure';
import { diffusionFigure } from '../../src/page/story/figures/diffusion';
import { longRunFigure } from '../../src/page/story/figures/long-run';
import { openMapFigure } from '../../src/page/story/figures/open-map/open-map';
import { stepGrowth, twoThresholdsFigure } from '../../src/page/story/figures/two-thresholds';
import { annealedGrowth, annealingFigure } from '../../src/page/story/figures/ways-out/annealing';
import { batchFigure } from '../../src/page/story/figures/ways-out/batch';
import { perturbedFigure } from '../../src/page/story/figures/ways-out/perturbed';
import { rateFigure } from '../../src/page/story/figures/ways-out/rate';
import { svrgFigure } from '../../src/page/story/figures/ways-out/svrg';
import { factorRate } from '../../src/page/story/figures/ways-out/trapped';
import { meanLogSize } from '../../src/page/story/measured-growth';
import { countsOf, type Side } from '../../src/page/story/moment';
import { noiseAt } from '../../src/spec/listed-noise';
import { exactEscape, OF_MAPS } from '../../src/theory/escape/exact-escape';

/** Standard errors that a run may be off: one false alarm in a million for a number. */
const MOST_Z = 5;

const endedAt = (figure: Parameters<typeof endOf>[0]) => endOf(figure, startValues(figure));

/** ln |x| gained since the start: the mean over the particles, and its standard error. */
function gained({ spec, dots }: Side): { value: number; error: number } {
  const start = spec.start.kind === 'point' ? Math.log(spec.start.x[0]) : Number.NaN;
  const logs = Array.from(dots.x, (x) => Math.log(Math.abs(x)) - start);
  const value = meanLogSize(dots.x) - start;
  const variance = logs.reduce((sum, one) => sum + (one - value) ** 2, 0) / logs.length;
  return { value, error: Math.sqrt(variance / logs.length) };
}

function expectGain(side: Side, law: number): void {
  const { value, error } = gained(side);
  expect(Math.abs(value - law), `${value}, and the law says ${law}`).toBeLessThan(MOST_Z * error);
}

function expectShare(side: Side): void {
  const { spec, particles } = side;
  const { escaped } = countsOf(side);
  const exact = exactEscape(spec, OF_MAPS).probability ?? Number.NaN;
  const error = Math.sqrt((exact * (1 - exact)) / particles);
  expect(Math.abs(escaped / particles - exact), `${escaped} of ${particles}`).toBeLessThan(
    MOST_Z * error + 1 / particles,
  );
}

describe('particles of the story do what its laws say', () => {
  test('the bars of diffusion and of the long run are under their laws', async () => {
    for (const figure of [diffusionFigure, longRunFigure]) {
      const { sides } = await endOf(figure, startValues(figure), null, 512);
      expect(sides.length).toBe(3);
      for (const side of sides) {
        const { particles, law } = side;
        const { counts } = countsOf(side);
        let off = 0;
        let sum = 0;
        counts.forEach((count, bin) => {
          sum += count / particles - (law?.bins[bin] ?? Number.NaN);
          off = Math.max(off, Math.abs(sum));
        });
        // The band of Kolmogorov and Smirnov at 1e-5, and what the start and the steps of the long
        // run leave: exp(-t/8) at t = 25, and a relative error of 4 % in the rate.
        const rest = figure === longRunFigure ? Math.exp(-25 / 8) + 0.04 / Math.E : 0;
        expect(off).toBeLessThan(2.47 / Math.sqrt(particles) + rest);
      }
    }
  });

  test('growth against σ is on the line of the steps', async () => {
    for (const dt of [1, 0.1, 0.01]) {
      const values = { ...startValues(twoThresholdsFigure), dt };
      const { sides } = await endOf(twoThresholdsFigure, values);
      expect(sides.length).toBe(16);
      for (const side of sides)
        expectGain(side, stepGrowth(values, noiseAt(side.spec.noise, 0).sigma) * side.step * dt);
    }
  });

  test('ways out grow by their laws, and plain SGD shrinks by its own', async () => {
    for (const [figure, rate] of [
      [batchFigure, factorRate(0.1, 2)],
      [rateFigure, factorRate(0.035)],
      [annealingFigure, annealedGrowth(1, 300) / 300],
    ] as const) {
      const [plain, way] = (await endedAt(figure)).sides;
      expectGain(plain, 300 * factorRate(0.1));
      expectGain(way, 300 * rate);
    }
    const [, svrg] = (await endedAt(svrgFigure)).sides;
    expectGain(svrg, 300 * (svrg.growth ?? Number.NaN));
  });

  test('shares that leave are those of the exact chain', async () => {
    const { sides } = await endedAt(perturbedFigure);
    for (const side of sides) expectShare(side);
    const counted = (await endedAt(openMapFigure)).sides;
    expect(counted.length).toBe(3);
    for (const side of counted) expectShare(side);
  });
});
