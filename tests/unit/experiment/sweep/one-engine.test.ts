import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { EngineIdentity } from '../../../../src/engine/engine';
import { DeviceLostError } from '../../../../src/engine/errors';
import { isSameEngine, OtherEngineError } from '../../../../src/engine/same-engine';
import {
  CheckpointError,
  checkpointOf,
  checkpointToJson,
  resumeFromFile,
} from '../../../../src/experiment/sweep/checkpoint';
import {
  type MapResult,
  mapResult,
  mapToJson,
  sideOfCell,
} from '../../../../src/experiment/sweep/map-result';
import { readMap } from '../../../../src/experiment/sweep/read-map';
import { SweepRun } from '../../../../src/experiment/sweep/sweep-run';
import { parseSweep } from '../../../../src/spec/sweep-schema';
import { VERSION } from '../../../../src/version';
import { LONG } from '../../../support/long';
import { FakeEngine, fakeDraw } from '../fake-engine';

/** Engines that count other integers: two cards, and both sets of the CPU's kernels. */
const ENGINES: readonly EngineIdentity[] = (
  [
    ['gpu', 'a card'],
    ['gpu', 'the other card'],
    ['cpu', 'simd'],
    ['cpu', 'float64'],
  ] as const
).map(([kind, adapter]) => ({ kind, adapter, fallback: false, version: VERSION }));

const SWEEP = parseSweep({
  base: { time: { steps: 200_000 } },
  x: { path: 'noise.sigma', from: 0.5, to: 3, count: 4 },
  y: { path: 'loss.a[0]', from: 0.1, to: 0.9, count: 2 },
  replicas: 60,
  compare: { noise: { tau: 3 } },
});

/** Every count of a document is that of the engine it names. */
function expectOfOneEngine({ cells, engine }: MapResult): void {
  for (const cell of cells)
    for (const side of [0, 1]) {
      const { particles, escaped } = sideOfCell(cell, side);
      const expected = Array.from({ length: particles! }, (_, replica) =>
        fakeDraw(cell.j * 4 + cell.i, replica, engine.adapter),
      ).filter((u) => u < cell.x / 4);
      expect(escaped).toBe(expected.length);
    }
}

const engineNumber = fc.nat(ENGINES.length - 1);
const event = fc.oneof(
  fc.record({ type: fc.constant('advance' as const), engine: engineNumber, slices: fc.nat(2) }),
  fc.record({ type: fc.constant('lose' as const), engine: engineNumber, calls: fc.nat(2) }),
  fc.record({ type: fc.constant('become' as const), engine: engineNumber, next: engineNumber }),
  fc.record({ type: fc.constant('resume' as const), engine: engineNumber }),
  fc.record({ type: fc.constant('read' as const) }),
);

test('no sequence of counting, losing, switching and resuming gives a map whose integers are not those of its engine', async () => {
  let refused = 0;
  let finished = 0;
  await fc.assert(
    fc.asyncProperty(engineNumber, fc.array(event, { maxLength: 12 }), async (first, events) => {
      let run = new SweepRun(SWEEP, ENGINES[first]);
      for (const one of events) {
        const before = checkpointToJson(checkpointOf(run));
        try {
          run = await after(run, one);
        } catch (error) {
          expect([OtherEngineError, CheckpointError, DeviceLostError]).toContain(
            (error as Error).constructor,
          );
          if (!(error instanceof DeviceLostError)) {
            refused++;
            if (one.type !== 'become') expect(checkpointToJson(checkpointOf(run))).toBe(before);
          }
        }
        if (run.finished) finished++;
        expectOfOneEngine(await mapResult(run));
      }
    }),
    { numRuns: LONG ? 150 : 60, seed: 11 },
  );
  expect(refused).toBeGreaterThan(LONG ? 100 : 40);
  expect(finished).toBeGreaterThan(LONG ? 20 : 5);
}, 30_000);

type Event = typeof event extends fc.Arbitrary<infer T> ? T : never;

async function after(run: SweepRun, one: Event): Promise<SweepRun> {
  if (one.type === 'resume')
    return resumeFromFile(JSON.parse(checkpointToJson(checkpointOf(run))), {
      sweep: SWEEP,
      engine: ENGINES[one.engine],
    });
  if (one.type === 'read') return readMap(JSON.parse(mapToJson(await mapResult(run)))).run;
  const engine = new FakeEngine();
  engine.identity = ENGINES[one.engine];
  const stop = new AbortController();
  let calls = 0;
  engine.beforeEscapes = () => {
    calls++;
    if (one.type === 'lose' && calls > one.calls) throw new DeviceLostError('gone');
    // A device that is had again may be another one.
    if (one.type === 'become' && calls === 2) engine.identity = ENGINES[one.next];
  };
  await run.advance(engine, {
    signal: stop.signal,
    onProgress: () => {
      if (one.type === 'advance' && calls > one.slices) stop.abort();
    },
  });
  expect(isSameEngine(run.engine, engine.identity)).toBe(true);
  return run;
}
