import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BLOCK_STEPS } from '../../../src/engine/constants';
import {
  type Chunk,
  LEG_STEPS,
  legSteps,
  MOST_CHUNK_PLACES,
  MOST_RUNS,
  MOST_STATE,
  planChunks,
} from '../../../src/engine/gpu/escape-plan';
import { parseSpec } from '../../../src/spec/schema';

/**
 * Specs of one pipeline and of others; with memory; of many coordinates and horizons of several
 * legs.
 */
const SPECS = [
  {},
  { noise: { sigma: 3 } },
  { time: { steps: 10 } },
  { optimizer: { kind: 'svrg' }, time: { steps: 200_000 } },
  { noise: { law: 'dataset', samples: 20 }, optimizer: { batchSize: 3 } },
  { loss: { a: Array.from({ length: 64 }, () => 1) }, optimizer: { kind: 'heavy-ball' } },
].map((partial) => parseSpec(partial));

const batchOf = fc
  .record({
    specs: fc.array(fc.constantFrom(...SPECS), { minLength: 1, maxLength: 6 }),
    first: fc.nat(1000),
    count: fc.oneof(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 3_000_000 })),
  })
  .map(({ specs, first, count }) => ({ specs, first, end: first + count }));

describe('chunks of batches', () => {
  test('hold every replica of every side once, in places of its own, within what a device is given', () => {
    fc.assert(
      fc.property(
        fc.array(batchOf, { minLength: 1, maxLength: 5 }),
        fc.constantFrom(32, 64, 256),
        (batches, workgroupSize) => {
          const next = batches.map(({ first }) => first);
          for (const chunk of planChunks(batches, workgroupSize, 'sfc32')) {
            for (const { batch, first, end } of chunk.parts) {
              expect(first).toBe(next[batch]);
              next[batch] = end;
            }
            checkTiles(chunk, batches, workgroupSize);
            expect(chunk.places).toBeLessThanOrEqual(MOST_CHUNK_PLACES);
            expect(chunk.runs.length).toBeLessThanOrEqual(MOST_RUNS);
            expect(4 * chunk.rows * chunk.places).toBeLessThanOrEqual(MOST_STATE);
          }
          expect(next).toEqual(batches.map(({ end }) => end));
        },
      ),
      { numRuns: 12, seed: 4 },
    );
  });

  test('have a limited number of runs', () => {
    const batches = Array.from({ length: 3000 }, () => ({
      specs: SPECS.slice(0, 3),
      first: 0,
      end: 1,
    }));
    const chunks = [...planChunks(batches, 64, 'sfc32')];
    expect(chunks.every(({ runs }) => runs.length <= MOST_RUNS)).toBe(true);
    expect(chunks.length).toBe(3);
    expect(chunks.reduce((sum, { runs }) => sum + runs.length, 0)).toBe(9000);
  });
});

describe('tiles', () => {
  test('of all cells are mixed, so that cells next to each other do not make a submit of their own', () => {
    const batches = Array.from({ length: 250 }, () => ({
      specs: SPECS.slice(0, 1),
      first: 0,
      end: 1024,
    }));
    const [{ groups }] = planChunks(batches, 64, 'sfc32');
    const [{ tiles }] = groups;
    for (let first = 0; first + 200 <= tiles.length; first += 37) {
      const stretch = tiles.slice(first, first + 200);
      expect(new Set(stretch.map(({ run }) => run >> 4)).size).toBe(16);
      const early = stretch.filter(({ run }) => run < 125).length;
      expect(early).toBeGreaterThan(90);
      expect(early).toBeLessThan(110);
    }
  });
});

/** Tiles of a side take the replicas of its parts in turn, where the tally looks for them. */
function checkTiles(
  { parts, runs, groups, stride, places, rows }: Chunk,
  batches: readonly { specs: unknown[] }[],
  workgroupSize: number,
): void {
  const taken = new Uint8Array(places);
  const part: number[] = [];
  const sideOf: number[] = [];
  for (const [k, { batch }] of parts.entries())
    for (const [side, spec] of batches[batch].specs.entries()) {
      expect(runs[part.length]).toBe(spec);
      part.push(k);
      sideOf.push(side);
    }
  const wrong: unknown[] = [];
  let replicas = 0;
  for (const { tiles, leg, steps } of groups) {
    if (steps > leg) expect(rows).toBeGreaterThan(0);
    for (const tile of tiles) {
      const { run, first, end, place } = tile;
      const own = parts[part[run]];
      const holds =
        place === sideOf[run] * stride + own.place + first - own.first &&
        first < end &&
        end <= Math.min(own.end, first + workgroupSize) &&
        tile.steps === runs[run].time.steps &&
        legSteps(runs[run]) === leg &&
        taken[place] === 0 &&
        place + workgroupSize <= places;
      if (!holds) wrong.push(tile);
      taken.fill(1, place, place + workgroupSize);
      replicas += end - first;
    }
  }
  expect(wrong).toEqual([]);
  expect(replicas).toBe(part.reduce((sum, k) => sum + parts[k].end - parts[k].first, 0));
}

describe('a leg', () => {
  test.each([
    [{}, LEG_STEPS],
    [{ noise: { law: 'gaussian' }, optimizer: { batchSize: 16 } }, LEG_STEPS],
    [{ loss: { a: [1, 1, 1] } }, LEG_STEPS / 4],
    [{ noise: { law: 'dataset', samples: 40 }, optimizer: { batchSize: 20 } }, LEG_STEPS / 32],
    [{ noise: { law: 'two-point', rho: 0.5 }, optimizer: { batchSize: 5000 } }, BLOCK_STEPS],
    [{ loss: { kind: 'formula', f: 'x*xi - x^2/2', coordinates: 1 } }, LEG_STEPS / 8],
    [{ optimizer: { kind: 'formula', step: 'g', memory: [] } }, LEG_STEPS / 8],
    [{ noise: { law: 'formula', xi: 'z1', eta: 'z2' } }, LEG_STEPS / 8],
  ])('is as long as its steps are cheap: %j', (partial, steps) => {
    expect(legSteps(parseSpec(partial))).toBe(steps);
    expect(steps % BLOCK_STEPS).toBe(0);
  });
});
