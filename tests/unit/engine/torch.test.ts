import { expect, test } from 'vitest';
import { buildKernel } from '../../../src/engine/cpu/kernel';
import type { Source } from '../../../src/engine/cpu/source';
import { runParameters } from '../../../src/engine/run-parameters';
import { parseSpec } from '../../../src/spec/schema';
import { torchSteps as steps, torchCases, torchNoise } from '../../support/torch';

/**
 * Largest relative difference of two positions: both sides round each of a thousand steps a few
 * times, by 1.1e-16 of the numbers in it. Measured: 4.2e-15.
 */
const AGREEMENT = 1e-12;

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
    const draws = torchNoise();
    for (let done = 0, record = 0; record < steps.length; done++) {
      [source.noise.xi[0], source.noise.eta[0]] = draws.next().value;
      optimizer.step(x, memory, source, 0, done);
      if (done + 1 === steps[record]) found[record++].push(...x);
    }
  }
  return found;
}

test.each(
  torchCases.map((one) => ({ ...one, loss: one.spec.loss.kind, kind: one.spec.optimizer.kind })),
)('$kind takes the steps of torch.optim on a $loss', ({ spec, positions }) => {
  let largest = 0;
  for (const [i, found] of positionsOf(spec).entries())
    for (const [k, x] of found.entries()) {
      expect(Number.isFinite(x)).toBe(true);
      largest = Math.max(largest, Math.abs(x / positions[i][k] - 1));
    }
  expect(largest).toBeLessThan(AGREEMENT);
});
