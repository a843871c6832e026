import { describe, expect, test } from 'vitest';
import { exportName, histogramToCsv, resultToJson } from '../../../src/experiment/export';
import { runSpec } from '../../../src/experiment/run';
import { parseSpec } from '../../../src/spec/schema';
import { FakeEngine } from './fake-engine';

const run = (input: unknown) => runSpec(new FakeEngine(), parseSpec(input));
const COINS = {
  loss: { a: [0] },
  noise: { law: 'two-point', sigma: 0.1, tau: 0 },
  time: { dt: 1, steps: 2 },
};

describe('exports', () => {
  test('the table has a row for each bin and adds up to all particles', async () => {
    const histogram = { axis: 'linear', min: 0.5, max: 1.5, bins: 10 };
    const csv = histogramToCsv(await run({ ...COINS, histogram, ensemble: { particles: 1000 } }));
    const rows = csv
      .trimEnd()
      .split('\n')
      .map((line) => line.split(','));
    expect(rows[0]).toEqual(['bin', 'low', 'high', 'count', 'share', 'theory', 'residual']);
    expect(rows.map(([name]) => name).slice(1)).toEqual(['below', ...'0123456789', 'above']);
    const column = (i: number) => rows.slice(1).map((row) => Number(row[i]));
    expect(column(3).reduce((sum, count) => sum + count)).toBe(1000);
    expect(column(4).reduce((sum, share) => sum + share)).toBeCloseTo(1, 12);
    expect(column(5).reduce((sum, share) => sum + share)).toBeCloseTo(1, 12);
    // All but three sit in bin 2, where the law puts nothing; 0.81, 0.99 and 1.21 are in bins 3, 4
    // and 7.
    expect(rows[6]).toEqual([
      '4',
      String(Math.fround(0.9)),
      '1',
      '0',
      '0',
      '0.5',
      String(-500 / Math.sqrt(250)),
    ]);
    expect(rows[4].slice(5)).toEqual(['0', '']);
  });

  test('the last two columns are empty where there is no law', async () => {
    const csv = histogramToCsv(
      await run({ noise: { sigma: 1 }, histogram: { bins: 3 }, time: { steps: 5 } }),
    );
    for (const line of csv.trimEnd().split('\n').slice(1)) expect(line).toMatch(/,,$/);
  });

  test('the JSON is the result, with sorted keys', async () => {
    const result = await run(COINS);
    const { citation, ...rest } = JSON.parse(resultToJson(result));
    expect(rest).toEqual(result);
    expect(citation).toMatch(/^@software\{saddlescape-/);
    expect(resultToJson(result).indexOf('"digest"')).toBeLessThan(
      resultToJson(result).indexOf('"engine"'),
    );
  });

  test('the name says what is in the file', async () => {
    const result = await run(COINS);
    expect(exportName(result, 'csv')).toBe(
      `saddlescape-a0-sigma0.1-tau0-rho0-step2-${result.digest?.slice(0, 6)}.csv`,
    );
    expect(exportName(await run({ loss: { a: [1, 2, 3] }, time: { steps: 3 } }), 'png')).toMatch(
      /^saddlescape-a1-and-2-more-sigma2-tau1-rho0-step3-[0-9a-f]{6}\.png$/,
    );
  });
});
