import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createCpuEngine } from '../../src/engine/cpu/cpu-engine';
import type { GpuEngine } from '../../src/engine/gpu/gpu-engine';
import { AgreementChecker } from '../../src/experiment/bench/agreement';
import { METHODS, PLAIN, REPLICAS } from '../../src/experiment/bench/workloads';
import { openEngine, shaderLibrary } from '../support/gpu';
import { some } from '../support/long';
import { mutants } from '../support/mutants';

const checker = new AgreementChecker(createCpuEngine());
const workloads = [PLAIN, ...METHODS, REPLICAS];

/**
 * Faults that the benchmark itself must see, each at the workload that has its kernel; the parity
 * tests see all.
 */
const SEEN: [mutant: string, workload: string][] = [
  ['the block not mixed into the position', PLAIN.id],
  ['noise 1.02 times too large', PLAIN.id],
  ['xi and eta in turn', PLAIN.id],
  ['the step not mixed into the stream', PLAIN.id],
  ['escapes one step early', PLAIN.id],
  ['escape only on the right', 'nesterov'],
  ['steps that were not to be taken', PLAIN.id],
  ['eta takes the sign of xi', 'sgd-two-point'],
  ['the first batch in every step', 'sgd-dataset'],
  ['a look from where it stands', 'nesterov'],
  ['a shallower well', 'double-well'],
  ['four bumps', 'spike-and-wells'],
  ['the last step not looked at', 'exact'],
  ['a radius that is part of the outside', 'exact'],
];

/** Those that are looked at. */
const LOOKED = some(SEEN, 7);

describe('before the benchmark times a kernel', () => {
  let engine: GpuEngine;
  beforeAll(async () => {
    engine = await openEngine();
  });
  afterAll(() => engine.destroy());

  test('the right ones agree where float32 is exact', async () => {
    for (const check of await checker.exactly(engine))
      expect(check.agrees, `${check.what}: ${check.found}, at most ${check.most}`).toBe(true);
  });

  // Those that a fault below is seen at, and some more: combinations.gpu.test.ts has them all.
  const wanted = [
    ...new Set([
      ...workloads.filter(({ id }) => LOOKED.some(([, seen]) => seen === id)),
      ...some(workloads, 4),
    ]),
  ];
  test.each(wanted.map((workload) => [workload.title, workload] as const))(
    'the right ones agree: %s',
    async (_, workload) => {
      for (const check of await checker.about(engine, workload))
        expect(check.agrees, `${check.what}: ${check.found}, at most ${check.most}`).toBe(true);
    },
  );
});

describe('a wrong kernel does not agree', () => {
  test.each(LOOKED)('%s', async (name, id) => {
    const mutant = mutants.find((one) => one.name === name)!;
    const engine = await openEngine({
      ...shaderLibrary,
      [mutant.file]: shaderLibrary[mutant.file].replace(mutant.from, mutant.to),
    });
    try {
      const checks =
        id === 'exact'
          ? await checker.exactly(engine)
          : await checker.about(engine, workloads.find((workload) => workload.id === id)!);
      expect(checks.some(({ agrees }) => !agrees)).toBe(true);
    } finally {
      engine.destroy();
    }
  });
});
