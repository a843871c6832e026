import { beforeAll, describe, expect, test } from 'vitest';
import { FROZEN } from '../../../src/engine/constants';
import { createCpuEngine } from '../../../src/engine/cpu/cpu-engine';
import { SimdKernel } from '../../../src/engine/cpu/simd/simd-kernel';
import type { Engine } from '../../../src/engine/engine';
import { isPlain, reachSteps } from '../../../src/engine/plain-run';
import { runParameters } from '../../../src/engine/run-parameters';
import { parseSpec } from '../../../src/spec/schema';
import { LONG } from '../../support/long';
import { aboutTheReach, STOPS } from '../../support/reach';
import { simdMutant } from '../../support/simd-mutants';

const { particles } = aboutTheReach.ensemble;

/** x after each of these steps. */
async function positions(engine: Engine, stops: readonly number[]): Promise<number[][]> {
  const ensemble = await engine.create(aboutTheReach);
  const found: number[][] = [];
  for (const stop of stops) {
    await ensemble.advance(stop);
    found.push([...(await ensemble.read(particles))]);
  }
  return found;
}

/** The same of a SIMD kernel by itself. */
async function positionsOf(bytes: Uint8Array, stops: readonly number[]): Promise<number[][]> {
  const kernel = await SimdKernel.open(bytes);
  await kernel.prepare(aboutTheReach, runParameters(aboutTheReach), particles);
  kernel.start(0);
  let step = 0;
  return stops.map((stop) => {
    kernel.advance(0, particles, 0, step, stop);
    step = stop;
    return [...kernel.row(0, particles)];
  });
}

describe('the reach is looked at after every eighth step of a plain run', () => {
  let expected: number[][][];
  beforeAll(async () => {
    expected = [];
    for (const stops of STOPS) expected.push(await positions(createCpuEngine('float64'), stops));
  });

  test('in the same steps by both kernels of the CPU, wherever the run is cut', async () => {
    for (const [i, stops] of STOPS.entries())
      expect(await positions(createCpuEngine('fastest'), stops), `${stops}`).toEqual(expected[i]);
    const last = expected.map((each) => each[each.length - 1]);
    expect(last[1]).toEqual(last[2]);
  });

  test('whoever is beyond it between two looks may come back', () => {
    const [, cut] = expected;
    const beyond = (x: number) => Math.abs(x) > FROZEN;
    // After 12 steps some stand beyond the edge, not at it; after 16 and 128 nobody does.
    expect(cut[1].filter(beyond).length).toBeGreaterThan(10);
    for (const at of [2, 4]) expect(cut[at].filter(beyond)).toEqual([]);
    expect(cut[1].some((x, i) => beyond(x) && cut[2][i] < FROZEN)).toBe(true);
    const frozen = cut[4].filter((x) => Math.abs(x) === FROZEN).length;
    expect(frozen).toBeGreaterThan(particles / 20);
  });

  test.runIf(LONG).each([
    ['every step is a look', '(done & (word(REACH_STEPS) - 1)) == 0', 'true'],
    ['no look', '(done & (word(REACH_STEPS) - 1)) == 0', 'done == 0'],
    [
      'at the edge between two looks',
      'v128.bitselect(x, edgeOf(x, reach), alive)',
      'edgeOf(x, reach)',
    ],
    ['on from the edge', 'v128.or(within, f32x4.ne(size, c(FROZEN)))', 'k(SIGN)'],
  ])('a fault in the SIMD kernel is seen: %s', async (_, from, to) => {
    const bytes = await simdMutant(from, to);
    const found = [];
    for (const stops of STOPS) found.push(await positionsOf(bytes, stops));
    expect(found).not.toEqual(expected);
  });
});

describe('which runs are plain', () => {
  const base = { time: { dt: 0.01 } };

  test.each([
    ['the default', {}, 8],
    ['one normal', { noise: { normals: 1 } }, 8],
    ['fair signs', { noise: { law: 'two-point' } }, 8],
    ['several coordinates', { loss: { a: [1, -1, 2] } }, 8],
    ['steps of more than ten times x', { noise: { sigma: 14 } }, 1],
    ['one such coordinate', { loss: { a: [1, 5000] } }, 1],
    ['noise that takes more than the reach', { noise: { tau: 1e30 } }, 1],
    ['a rate that falls', { optimizer: { schedule: 'inverse-time' } }, 1],
    ['another method', { optimizer: { kind: 'heavy-ball' } }, 1],
    ['another loss', { loss: { kind: 'relu-saddle' } }, 1],
    ['another law', { noise: { law: 'uniform' } }, 1],
    [
      'several samples of two points',
      { noise: { law: 'two-point' }, optimizer: { batchSize: 4 } },
      1,
    ],
    ['noise of each coordinate', { loss: { a: [1, 1] }, noise: { sigma: [1, 2] } }, 1],
    ['a coordinate that leaves', { escape: { region: 'coordinate', low: -1, high: 1 } }, 1],
  ])('%s', (_, partial, steps) => {
    expect(reachSteps(parseSpec({ ...base, ...partial }))).toBe(steps);
  });

  test('a plain run with large steps looks every time', () => {
    const spec = parseSpec({ ...base, noise: { sigma: 14 } });
    expect([isPlain(spec), reachSteps(spec)]).toEqual([true, 1]);
  });
});
