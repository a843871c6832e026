import { createCpuEngine } from '../../../src/engine/cpu/cpu-engine';
import type { Engine, EscapeTally } from '../../../src/engine/engine';
import { LEG_STEPS } from '../../../src/engine/gpu/escape-plan';
import { parseSpec } from '../../../src/spec/schema';
import type { Spec } from '../../../src/spec/spec';
import { sameWords } from '../../support/compare';
import { type Library, openEngine } from '../../support/gpu';
import { some } from '../../support/long';
import { DIFFERENT_PASSAGES } from '../../support/tolerances';

/** Replicas that are carried one by one. */

type Partial = Record<string, Record<string, unknown>>;

const BASE: Partial = {
  loss: { a: [0.5] },
  noise: { sigma: 4, tau: 0.05 },
  time: { dt: 1, steps: 150 },
  optimizer: { learningRate: 0.1 },
  escape: { radius: 5 },
  ensemble: { particles: 1000, seed: 'parity', cell: 3 },
};

function specOf(partial: Partial): Spec {
  const all: Partial = { ...BASE };
  for (const [group, fields] of Object.entries(partial))
    all[group] = group === 'loss' && 'kind' in fields ? fields : { ...all[group], ...fields };
  return parseSpec(all);
}

const CASES: Partial[] = [
  {},
  { noise: { law: 'two-point' }, start: { kind: 'gaussian' } },
  { noise: { law: 'two-point', rho: 0.3 }, optimizer: { batchSize: 3 } },
  { noise: { law: 'dataset', samples: 20, tau: 3 }, optimizer: { batchSize: 2 } },
  {
    optimizer: { kind: 'perturbed', perturbation: 0.5, schedule: 'inverse-time', learningRate: 1 },
  },
  { optimizer: { kind: 'svrg', epochLength: 30 }, escape: { radius: 50 } },
  { optimizer: { kind: 'heavy-ball', beta: 0.5 } },
  { optimizer: { kind: 'nesterov', beta: 0.5 } },
  { optimizer: { kind: 'gd', learningRate: 0.02 }, start: { kind: 'gaussian', mean: [1] } },
  { loss: { kind: 'relu-saddle', a: [0.1] } },
  { loss: { a: [0.2, -1, 0.6] }, start: { kind: 'uniform', low: [-1, -1, -1], high: [1, 1, 1] } },
  {
    loss: { kind: 'double-well' },
    noise: { sigma: 0, tau: 0, shake: 2 },
    optimizer: { learningRate: 0.01 },
    escape: { radius: 3.5 },
  },
  {
    loss: { kind: 'spike-and-wells' },
    noise: { sigma: 0, tau: 0, shake: 1 },
    escape: { radius: 3 },
  },
  ...[2, 3, 4].map((depth) => ({
    loss: { kind: 'linear-network', depth },
    noise: { sigma: 0.5, tau: 0 },
    time: { dt: 1, steps: 70 },
    start: { kind: 'uniform', low: Array(depth).fill(0.3), high: Array(depth).fill(0.7) },
    escape: { radius: 1.2 },
  })),
  // Steps so dear that a leg is a block.
  {
    loss: { a: [0.2, -1] },
    noise: { law: 'two-point', rho: 0.5, sigma: 20, tau: 1 },
    optimizer: { batchSize: 512 },
    time: { dt: 1, steps: 30 },
    escape: { radius: 3 },
    ensemble: { particles: 320 },
  },
];

/** Steps of first passage of the particles of an ensemble. */
async function passagesOf(engine: Engine, spec: Spec): Promise<Uint32Array> {
  const ensemble = await engine.create(spec);
  try {
    await ensemble.advance(spec.time.steps);
    return await ensemble.readEscapeSteps(spec.ensemble.particles);
  } finally {
    ensemble.destroy();
  }
}

/**
 * The very passages of an ensemble on the same device; as a share of different ones those of the
 * CPU; also in legs. What each loss adds to it is held by the checks of its levels.
 */
export async function checkEscape(shaders: Library): Promise<void> {
  const gpu = await openEngine(shaders);
  const cpu = createCpuEngine();
  try {
    for (const partial of some(CASES, 9)) {
      const spec = specOf(partial);
      const { particles } = spec.ensemble;
      const what = `first passages of ${JSON.stringify(partial)}`;
      const found = await gpu.escapeSteps(spec, 0, particles);
      const escaped = found.filter((step) => step > 0).length;
      if (escaped === 0 || escaped === particles)
        throw new Error(`${what}: ${escaped} of ${particles} say nothing`);
      sameWords(what, found, await passagesOf(gpu, spec));
      const expected = await cpu.escapeSteps(spec, 0, particles);
      const different = found.filter((step, replica) => step !== expected[replica]).length;
      if (!(different <= 1 + DIFFERENT_PASSAGES * particles))
        throw new Error(`${what}: ${different} of ${particles} differ from the CPU's`);
      // Any replicas of all of them, from the middle of a workgroup to the middle of another.
      sameWords(`${what}, some`, await gpu.escapeSteps(spec, 100, 300), found.subarray(100, 300));
    }
    await checkRadiusOn(gpu);
    await checkLegsOn(gpu);
  } finally {
    gpu.destroy();
  }
}

/** The part of `checkEscape` that finds faults at the radius, at once. */
export const checkRadius = (shaders: Library) => on(shaders, checkRadiusOn);
/** The part of `checkEscape` that finds faults between legs. */
export const checkLegs = (shaders: Library) => on(shaders, checkLegsOn);

async function on(shaders: Library, check: (gpu: Engine) => Promise<void>): Promise<void> {
  const gpu = await openEngine(shaders);
  try {
    await check(gpu);
  } finally {
    gpu.destroy();
  }
}

/**
 * 1, 2, 4, 8 is beyond 4 in the third step: not when it is on the radius, in the last step too, and
 * never after.
 */
async function checkRadiusOn(gpu: Engine): Promise<void> {
  for (const [steps, passage] of [
    [2, 0],
    [3, 3],
    [40, 3],
  ]) {
    const doubling = specOf({
      loss: { a: [1] },
      optimizer: { kind: 'gd', learningRate: 1 },
      time: { steps },
      escape: { radius: 4 },
    });
    const found = await gpu.escapeSteps(doubling, 0, 3);
    sameWords(
      `passage of a doubling within ${steps} steps`,
      found,
      new Uint32Array(3).fill(passage),
    );
  }
}

/**
 * A horizon of several legs, with a memory and two coordinates, of which some are out in the first
 * leg and some after.
 */
async function checkLegsOn(gpu: Engine): Promise<void> {
  const spec = specOf({
    loss: { a: [0, 0] },
    noise: { sigma: 0, tau: 0.02 },
    optimizer: { kind: 'heavy-ball', beta: 0.5, learningRate: 1 },
    time: { dt: 1, steps: LEG_STEPS + 40_000 },
    start: { kind: 'point', x: [0, 1] },
    escape: { radius: 12 },
    ensemble: { particles: 100 },
  });
  const found = await gpu.escapeSteps(spec, 0, 100);
  const late = found.filter((step) => step > LEG_STEPS).length;
  const early = found.filter((step) => step > 0 && step <= LEG_STEPS).length;
  if (late === 0 || early === 0)
    throw new Error(`legs: ${early} early and ${late} late passages say nothing`);
  sameWords('first passages in legs', found, await passagesOf(gpu, spec));
}

/** Tallies of batches of different cells, sides and sizes, and what the passages themselves say. */
export async function checkTally(shaders: Library): Promise<void> {
  const gpu = await openEngine(shaders);
  try {
    const sides: Partial[] = [
      {},
      { optimizer: { kind: 'heavy-ball', beta: 0.1 } },
      { noise: { sigma: 4.5 } },
      { loss: { a: [0.6] } },
    ];
    const batches = [0, 1, 2].map((cell) => ({
      specs: sides.slice(0, 2 + cell).map((partial) => specOf({ ...partial, ensemble: { cell } })),
      first: 37 * cell,
      end: 37 * cell + 1 + 200 * cell,
    }));
    // A workgroup may be smaller than what it has counted. It counts first, in buffers of zeros:
    // later ones may hold the right numbers from before.
    const small = await gpu.countEscapes(batches, { workgroupSize: 8 });
    const tallies = await gpu.countEscapes(batches);
    const flat = (all: EscapeTally[]) =>
      all.flatMap(({ escaped, together }) => [...escaped, ...together]);
    sameWords('tallies of small workgroups', flat(small), flat(tallies));
    for (const [k, { specs, first, end }] of batches.entries()) {
      const steps: Uint32Array[] = [];
      for (const spec of specs) steps.push(await gpu.escapeSteps(spec, first, end));
      const count = (holds: (replica: number) => boolean) =>
        [...steps[0].keys()].filter(holds).length;
      sameWords(
        `escaped in batch ${k}`,
        Uint32Array.from(tallies[k].escaped),
        Uint32Array.from(steps, (side) => count((replica) => side[replica] > 0)),
      );
      sameWords(
        `escaped together in batch ${k}`,
        Uint32Array.from(tallies[k].together),
        Uint32Array.from(steps, (side) =>
          count((replica) => side[replica] > 0 && steps[0][replica] > 0),
        ),
      );
    }
    const { escaped, together } = tallies[2];
    if (!(together[3] < escaped[3] && escaped[3] < 401 && together[2] < escaped[0]))
      throw new Error(`a tally of ${escaped} and ${together} says nothing`);
  } finally {
    gpu.destroy();
  }
}
