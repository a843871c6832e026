import type { GpuEngine } from '../../../src/engine/gpu/gpu-engine';
import { OPTIMIZER_MODELS } from '../../../src/models/registry';
import { parseSpec } from '../../../src/spec/schema';
import { sameWords } from '../../support/compare';
import { type Library, openEngine } from '../../support/gpu';

/**
 * Heavy ball that keeps its velocity as two halves, or as a half and two quarters, which is exact:
 * a method with more rows of memory whose numbers are known.
 */
const PARTS = {
  2: { whole: 'state.memory + state.second', kept: 'half, half' },
  3: {
    whole: 'state.memory + (state.second + state.third)',
    kept: 'half, Point(0.5) * half, Point(0.5) * half',
  },
};

const shaderOf = (
  rows: 2 | 3,
) => `fn optimizer_step(state: State, rates: Rates, source: Source, done: u32) -> Moved {
  let draw = draw_noise(source.noise, rates);
  let push = Point(learning_rate(rates, done)) * descent(state.x, rates, draw.value);
  let velocity = fma(Point(rates.beta), ${PARTS[rows].whole}, push);
  let half = Point(0.5) * velocity;
  return Moved(State(state.x + velocity, ${PARTS[rows].kept}), Source(draw.noise));
}`;

const optimizer = { kind: 'heavy-ball', beta: 0.5, learningRate: 0.1 };
/** Coordinates apart, and two that move together. */
const POPULATIONS = [
  { loss: { a: [0.5, -1] }, start: { kind: 'gaussian' } },
  {
    loss: { kind: 'linear-network', depth: 2 },
    noise: { sigma: 0.5, tau: 0 },
    start: { kind: 'uniform', low: [0.3, 0.3], high: [0.7, 0.7] },
  },
];
/** Steps so dear that a leg is a block, and states are stored between them. */
const REPLICAS = {
  loss: { a: [0.2, -1] },
  noise: { law: 'two-point', rho: 0.5, sigma: 20, tau: 1 },
  escape: { radius: 3 },
};
const COUNT = 1000;
/** Steps of 512 coins are long: a few workgroups. */
const REPLICA_COUNT = 200;

/** Positions and passages after stops that memory must survive, and first passages of replicas. */
async function* numbersOf(engine: GpuEngine): AsyncGenerator<Float32Array> {
  const more = { time: { dt: 0.5, steps: 150 }, ensemble: { particles: COUNT, seed: 'parity' } };
  for (const partial of POPULATIONS) {
    const ensemble = await engine.create(parseSpec({ ...partial, ...more, optimizer }));
    for (const steps of [1, 2, 70]) await ensemble.advance(steps);
    for (const coordinate of [0, 1]) yield await ensemble.read(COUNT, coordinate);
    ensemble.destroy();
  }
  const spec = parseSpec({ ...REPLICAS, ...more, optimizer: { ...optimizer, batchSize: 512 } });
  yield Float32Array.from(await engine.escapeSteps(spec, 0, REPLICA_COUNT));
}

/** Those of heavy ball with one row, which no mutant of more rows changes. */
let expectedNumbers: Promise<Float32Array[]> | null = null;

async function numbersOfOneRow(): Promise<Float32Array[]> {
  const engine = await openEngine();
  try {
    const found: Float32Array[] = [];
    for await (const words of numbersOf(engine)) found.push(words);
    return found;
  } finally {
    engine.destroy();
  }
}

/** The very words of heavy ball. */
export async function checkRows(shaders: Library, rows: 2 | 3): Promise<void> {
  const model = OPTIMIZER_MODELS['heavy-ball'];
  expectedNumbers ??= numbersOfOneRow();
  const expected = await expectedNumbers;
  const more = await openEngine({ ...shaders, 'optimizer/heavy-ball': shaderOf(rows) });
  try {
    Object.assign(model, { memory: rows });
    let i = 0;
    for await (const words of numbersOf(more)) {
      sameWords(`${rows} rows, ${i}`, words, expected[i]);
      i++;
    }
  } finally {
    Object.assign(model, { memory: 1 });
    more.destroy();
  }
}
