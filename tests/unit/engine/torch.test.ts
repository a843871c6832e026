import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { buildKernel } from '../../../src/engine/cpu/kernel';
import type { Source } from '../../../src/engine/cpu/source';
import { runParameters } from '../../../src/engine/run-parameters';
import { parseSpec } from '../../../src/spec/schema';

/** What torch.optim does with the same noise in float64: tests/reference/torch/make.py. */
const FOLDER = join(import.meta.dirname, '../../reference/torch');
const { steps, cases }: Reference = JSON.parse(
  readFileSync(join(FOLDER, 'positions.json'), 'utf8'),
);

interface Reference {
  /** Steps after which positions are recorded, rising. */
  steps: number[];
  cases: { spec: { loss: { kind: string }; optimizer: { kind: string } }; positions: number[][] }[];
}

/**
 * Largest relative difference of two positions: both sides round each of a thousand steps a few
 * times, by 1.1e-16 of the numbers in it. Measured: 4.2e-15.
 */
const AGREEMENT = 1e-12;

/** Noise of every step: the generator of Park and Miller (1988), scaled to [-1, 1]. */
function* noise(): Generator<[xi: number, eta: number], never> {
  const modulus = 2 ** 31 - 1;
  let state = 12345;
  const next = () => {
    state = (48271 * state) % modulus;
    return 2 * (state / modulus) - 1;
  };
  while (true) yield [next(), next()];
}

/** Positions after the recorded steps. Shape: f64[steps][coordinates]. */
function positionsOf(input: object): number[][] {
  const spec = parseSpec({ ...input, time: { dt: 1, steps: steps[steps.length - 1] } });
  const run = runParameters(spec);
  const { loss, optimizer } = buildKernel(spec, run, 'sfc32');
  const found = steps.map((): number[] => []);
  const source = { noise: { xi: [0], eta: [0] }, kicks: [] } as unknown as Source;
  for (let group = 0; group < run.coordinateCount / run.pointSize; group++) {
    const x = Float64Array.from(
      run.startA.slice(group * run.pointSize, (group + 1) * run.pointSize),
    );
    const memory = new Float64Array(run.memoryRows * run.pointSize);
    loss.enter(group);
    const draws = noise();
    for (let done = 0, record = 0; record < steps.length; done++) {
      [source.noise.xi[0], source.noise.eta[0]] = draws.next().value;
      optimizer.step(x, memory, source, 0, done);
      if (done + 1 === steps[record]) found[record++].push(...x);
    }
  }
  return found;
}

test.each(
  cases.map((one) => ({ ...one, loss: one.spec.loss.kind, kind: one.spec.optimizer.kind })),
)('$kind takes the steps of torch.optim on a $loss', ({ spec, positions }) => {
  let largest = 0;
  for (const [i, found] of positionsOf(spec).entries())
    for (const [k, x] of found.entries()) {
      expect(Number.isFinite(x)).toBe(true);
      largest = Math.max(largest, Math.abs(x / positions[i][k] - 1));
    }
  expect(largest).toBeLessThan(AGREEMENT);
});
