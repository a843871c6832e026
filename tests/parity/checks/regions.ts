import { BLOCK_STEPS } from '../../../src/engine/constants';
import { createCpuEngine } from '../../../src/engine/cpu/cpu-engine';
import type { Engine } from '../../../src/engine/engine';
import type { LossKind } from '../../../src/models/registry';
import { parseSpec } from '../../../src/spec/schema';
import type { Spec } from '../../../src/spec/spec';
import { sameWords } from '../../support/compare';
import { type Library, openEngine } from '../../support/gpu';
import { LONG } from '../../support/long';
import { DIFFERENT_PASSAGES } from '../../support/tolerances';

type Partial = Record<string, Record<string, unknown>>;

const PARTICLES = 600;

const BASE: Partial = {
  loss: { a: [0.5] },
  noise: { sigma: 3, tau: 0.3 },
  time: { dt: 1, steps: 150 },
  optimizer: { learningRate: 0.1 },
  ensemble: { particles: PARTICLES, seed: 'regions', cell: 3 },
};

const shaken = (kind: string, law: string, shake: number) => ({
  loss: { kind },
  noise: { law, sigma: 0, tau: 0, shake },
  optimizer: { learningRate: 0.02 },
});

const network = (depth: number, leaves: Record<string, unknown>) => ({
  loss: { kind: 'linear-network', depth },
  noise: { sigma: 0.5, tau: 0 },
  time: { dt: 1, steps: 70 },
  start: { kind: 'uniform', low: Array(depth).fill(0.3), high: Array(depth).fill(0.7) },
  escape: leaves,
});

/** Radii whose exits are of several coordinates, together and apart. */
const RADIUS: Partial[] = [
  { loss: { a: [0.5, 0.3, -0.2] }, escape: { radius: 3 } },
  network(3, { radius: 1.2 }),
];

const COORDINATE: Partial[] = [
  {
    loss: { a: [0.2, 0.5, 0.6] },
    escape: { region: 'coordinate', coordinate: 1, low: -1, high: 2.5 },
  },
  network(2, { region: 'coordinate', coordinate: 1, high: 1.1 }),
  {
    ...shaken('double-well', 'gaussian', 2),
    escape: { region: 'coordinate', coordinate: 0, low: -1.3, high: 2.4 },
  },
  // Open above: who is frozen there stays there, and never leaves below.
  {
    loss: { a: [1] },
    noise: { law: 'two-point', sigma: 30, tau: 0 },
    escape: { region: 'coordinate', low: -1e25 },
    optimizer: { learningRate: 1 },
    time: { dt: 1, steps: 70 },
  },
];

const LOSS: Record<LossKind, Partial[]> = {
  // No kernel knows its mean.
  'tanh-network': [],
  saddle: [
    {
      loss: { a: [1, -0.5, 0.2] },
      start: { kind: 'point', x: [0.5, 2, 0] },
      escape: { region: 'loss', low: -4, high: 6 },
    },
    { optimizer: { kind: 'heavy-ball', beta: 0.5 }, escape: { region: 'loss', low: -1 } },
  ],
  'relu-saddle': [
    { loss: { kind: 'relu-saddle', a: [0.2, -1] }, escape: { region: 'loss', low: -0.6, high: 3 } },
  ],
  'double-well': [
    { ...shaken('double-well', 'gaussian', 1.5), escape: { region: 'loss', low: 4.9, high: 30 } },
    { ...shaken('double-well', 'two-point', 1.5), escape: { region: 'loss', low: 2.314 } },
  ],
  'spike-and-wells': [
    {
      ...shaken('spike-and-wells', 'gaussian', 1),
      escape: { region: 'loss', low: 0.1, high: 0.66 },
    },
    { ...shaken('spike-and-wells', 'two-point', 1), escape: { region: 'loss', low: 0.163 } },
  ],
  formula: [
    {
      loss: {
        kind: 'formula',
        f: 'k*x^4/4 - (1 + xi)*x^2/2 - eta*x + tanh(x)*sin(y) + y^2',
        coordinates: 2,
        parameters: { k: 0.5 },
      },
      start: { kind: 'point', x: [0.5, 0.2] },
      noise: { sigma: 1, tau: 1, rho: 0.5 },
      escape: { region: 'loss', low: -0.78, high: 3 },
    },
  ],
  'linear-network': [network(3, { region: 'loss', low: -1, high: 0.4 })],
  'matrix-factorisation': [
    {
      loss: { kind: 'matrix-factorisation', a: [-1] },
      noise: { sigma: 0.5, tau: 0.2 },
      start: { kind: 'uniform', low: [0.3, 0.3], high: [0.7, 0.7] },
      escape: { region: 'loss', high: 0.9 },
    },
  ],
  'quartic-saddle': [
    {
      loss: { kind: 'quartic-saddle', a: [0.2, -1] },
      noise: { sigma: 0.1, tau: 0.3 },
      start: { kind: 'gaussian', standardDeviation: [0.5, 0.5] },
      time: { dt: 1, steps: 70 },
      escape: { region: 'loss', low: -4, high: 4 },
    },
  ],
  'quadratic-form': [
    {
      loss: { kind: 'quadratic-form', matrix: [-0.2, 0.5, 0.1, 0.3, -0.1, -0.3] },
      noise: { sigma: 1, tau: 0.3 },
      time: { dt: 1, steps: 70 },
      escape: { region: 'loss', low: -100, high: 9 },
    },
  ],
  rosenbrock: [
    {
      loss: { kind: 'rosenbrock', stiffness: 5 },
      noise: { sigma: 2, tau: 0.5 },
      optimizer: { learningRate: 0.01 },
      time: { dt: 1, steps: 70 },
      start: { kind: 'uniform', low: [-1, -1], high: [0, 1] },
      escape: { region: 'loss', low: 0.3, high: 20 },
    },
  ],
  octopus: [
    {
      loss: { kind: 'octopus', saddles: 3 },
      noise: { sigma: 0.1, tau: 0.5 },
      optimizer: { learningRate: 0.05 },
      time: { dt: 1, steps: 70 },
      escape: { region: 'loss', low: -5, high: 1 },
    },
  ],
  'monkey-saddle': [
    { ...shaken('monkey-saddle', 'gaussian', 0.3), escape: { region: 'loss', low: -1, high: 0.2 } },
  ],
};

function specOf(partial: Partial): Spec {
  const all: Partial = { ...BASE };
  for (const [group, fields] of Object.entries(partial))
    all[group] = group === 'loss' && 'kind' in fields ? fields : { ...all[group], ...fields };
  return parseSpec(all);
}

interface Seen {
  steps: Uint32Array;
  exits: Uint32Array | null;
  beyond: number;
}

async function seen(
  engine: Engine,
  spec: Spec,
  { exits, stops, counted }: { exits: boolean; stops: readonly number[]; counted: boolean },
): Promise<Seen> {
  const ensemble = await engine.create(spec, { exits });
  try {
    for (const stop of stops) await ensemble.advance(stop);
    const { particles } = spec.ensemble;
    return {
      steps: await ensemble.readEscapeSteps(particles),
      exits: await ensemble.readExits(particles),
      beyond: counted ? (await ensemble.count()).beyond : 0,
    };
  } finally {
    ensemble.destroy();
  }
}

/**
 * First passages, where particles left and who is outside at the end: populations with and without
 * exits and replicas have the same integers, and the twin's differ in few.
 *
 * @param whole  false: first passages and exits of whole blocks of a population alone, by one
 *   kernel instead of five.
 */
async function checkCases(
  shaders: Library,
  cases: readonly Partial[],
  whole = true,
): Promise<void> {
  const gpu = await openEngine(shaders);
  const cpu = createCpuEngine();
  const most = 1 + DIFFERENT_PASSAGES * PARTICLES;
  try {
    for (const partial of cases) {
      const spec = specOf(partial);
      const what = JSON.stringify(partial);
      const { steps } = spec.time;
      const asked = {
        exits: true,
        counted: whole,
        // Several blocks at once, and cuts that are not at the end of a stride, nor of a block.
        stops: whole ? [37, 70, steps] : [steps - (steps % BLOCK_STEPS)],
      };
      const own = await seen(gpu, spec, asked);
      const twin = await seen(cpu, spec, asked);
      const left = own.steps.filter((step) => step > 0).length;
      if (left === 0 || left === PARTICLES) throw new Error(`${what}: ${left} left say nothing`);
      const different = [...own.steps.keys()].filter(
        (i) =>
          own.steps[i] !== twin.steps[i] || (own.steps[i] > 0 && own.exits![i] !== twin.exits![i]),
      ).length;
      if (!(different <= most))
        throw new Error(`${what}: ${different} of ${PARTICLES} leave elsewhere than the CPU's`);
      if (!(Math.abs(own.beyond - twin.beyond) <= most))
        throw new Error(`${what}: ${own.beyond} are outside, ${twin.beyond} on the CPU`);
      // Kernels that have to be compiled yet come last.
      if (whole) {
        const plain = await seen(gpu, spec, { exits: false, counted: false, stops: [steps] });
        sameWords(`first passages of ${what} without exits`, plain.steps, own.steps);
        const replicas = await gpu.escapeSteps(spec, 0, PARTICLES);
        sameWords(`first passages of replicas of ${what}`, replicas, own.steps);
        const twins = await cpu.escapeSteps(spec, 0, PARTICLES);
        sameWords(`first passages of replicas of the twin of ${what}`, twins, twin.steps);
      }
    }
  } finally {
    gpu.destroy();
  }
}

export const checkRadiusExits = (shaders: Library) => checkCases(shaders, RADIUS);
/** All kernels of two, and one of the others. */
export async function checkCoordinate(shaders: Library): Promise<void> {
  await checkCases(shaders, COORDINATE.slice(0, 2));
  await checkCases(shaders, COORDINATE.slice(2), LONG);
}
/** What is the same for every loss, `checkLevels` looks at. */
export const checkLossLevel = (shaders: Library, kind: LossKind) =>
  checkCases(shaders, LOSS[kind], LONG);
/** Cases that are enough for what every loss shares. */
export const checkLevels = (shaders: Library) =>
  checkCases(shaders, [LOSS.saddle[0], LOSS['relu-saddle'][0]]);
