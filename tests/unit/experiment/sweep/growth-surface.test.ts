import { expect, test } from 'vitest';
import { type AskGrowth, growthSurface } from '../../../../src/experiment/sweep/growth-surface';
import { TheoryServer } from '../../../../src/experiment/sweep/theory-jobs';
import { axisValues } from '../../../../src/spec/sweep';
import { parseSweep } from '../../../../src/spec/sweep-schema';
import type { Growth } from '../../../../src/theory/theory';

const HEAVY_BALL = parseSweep({
  base: {
    noise: { tau: 0 },
    optimizer: { kind: 'heavy-ball', beta: 0.5, learningRate: 0.1 },
    time: { dt: 1, steps: 300 },
    start: { x: [0.1] },
  },
  x: { path: 'noise.sigma', from: 0.1, to: 8, count: 48 },
  y: { path: 'loss.a[0]', from: 0.03, to: 1.5, count: 24 },
  replicas: 1,
});
const CELLS = 48 * 24;

test('the growth of a whole map is that of a few cells, to the error that it says', async () => {
  const server = new TheoryServer();
  let values = 0;
  const ask: AskGrowth = async (sweep, cells, accuracy) => {
    values += cells.length;
    const { answers } = server.serve({ sweep, cells, side: 0, exact: false, growth: accuracy });
    return answers.map(({ growth }) => growth);
  };
  const surface = (await growthSurface(HEAVY_BALL, 1e-3, ask))!;
  expect(values).toBeLessThan(CELLS / 2);
  expect(surface.error).toBeLessThanOrEqual(1e-3);
  expect(surface.basis).toBe('bounded');
  // Cells between the nodes; 101 goes through all columns and rows.
  const cells = Array.from({ length: 40 }, (_, k) => (101 * k + 7) % CELLS);
  const job = { sweep: HEAVY_BALL, cells, exact: false, growth: 1e-5 } as const;
  for (const { cell, growth } of server.serve(job).answers) {
    expect(Math.abs(surface.exponent[cell] - growth!.lyapunovExponent!)).toBeLessThanOrEqual(
      surface.error + growth!.exponentError!,
    );
    expect(Math.abs(surface.rate[cell] - growth!.sdeGrowthRate!)).toBeLessThan(1e-9);
  }
});

/** Cells whose exponent is this function of their two values. */
function asking(
  f: (sigma: number, a: number) => number,
  basis: Growth['exponentBasis'],
): AskGrowth {
  return async ({ x, y }, cells) => {
    const [across, up] = [axisValues(x), axisValues(y)];
    return cells.map((cell) => ({
      lyapunovExponent: f(across[cell % across.length], up[Math.floor(cell / across.length)]),
      sdeGrowthRate: 0,
      exponentBasis: basis,
      exponentError: 1e-9,
      exponentLimit: null,
      exponentUnit: 'ln distance per step',
    }));
  };
}

const SMOOTH = (sigma: number, a: number) => Math.sin(sigma) * Math.exp(a);

test('smooth numbers are interpolated on axes that are linear or logarithmic', async () => {
  const log = { ...HEAVY_BALL, x: { ...HEAVY_BALL.x, from: 1, scale: 'log' } } as typeof HEAVY_BALL;
  for (const sweep of [HEAVY_BALL, log]) {
    const surface = (await growthSurface(sweep, 1e-6, asking(SMOOTH, 'exact')))!;
    const [across, up] = [axisValues(sweep.x), axisValues(sweep.y)];
    for (let cell = 0; cell < CELLS; cell++) {
      const exact = SMOOTH(across[cell % 48], up[Math.floor(cell / 48)]);
      expect(Math.abs(surface.exponent[cell] - exact)).toBeLessThanOrEqual(surface.error);
    }
  }
});

test('there is none where it is not smooth, not known, stopped, or of short axes', async () => {
  const kink = asking((sigma, a) => Math.abs(sigma - a - 1), 'exact');
  expect(await growthSurface(HEAVY_BALL, 1e-3, kink)).toBeNull();
  expect(await growthSurface(HEAVY_BALL, 1e-3, asking(SMOOTH, 'limit'))).toBeNull();
  expect(await growthSurface(HEAVY_BALL, 1e-3, async () => null)).toBeNull();
  const short = { ...HEAVY_BALL, y: { ...HEAVY_BALL.y, count: 5 } } as typeof HEAVY_BALL;
  expect(await growthSurface(short, 1e-3, asking(SMOOTH, 'exact'))).toBeNull();
});
