import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EngineLimitError } from '../../../src/engine/errors';
import type { GpuEngine } from '../../../src/engine/gpu/gpu-engine';
import { parseSpec } from '../../../src/spec/schema';
import { openOwnEngine } from '../../support/gpu';

/** Buffers of populations and escapes: made once, used again, never written with nothing. */

const partial = {
  time: { dt: 0.01, steps: 100 },
  ensemble: { particles: 1000, seed: 'buffers' },
  optimizer: { kind: 'heavy-ball', beta: 0.5, learningRate: 0.5 },
};
const spec = parseSpec(partial);
const other = parseSpec({ ...partial, optimizer: { ...partial.optimizer, beta: 0.4 } });
const batches = [{ specs: [spec, other], first: 0, end: 500 }];

let engine: GpuEngine;
/** Labels of the buffers made, and bytes of each write. */
let made: string[] = [];
let writes: number[] = [];

beforeAll(async () => {
  engine = await openOwnEngine();
  const { device } = engine;
  const create = device.createBuffer.bind(device);
  device.createBuffer = (descriptor) => {
    made.push(descriptor.label ?? '');
    return create(descriptor);
  };
  const write = device.queue.writeBuffer.bind(device.queue);
  device.queue.writeBuffer = (...given: Parameters<typeof write>) => {
    writes.push(given[2].byteLength);
    return write(...given);
  };
});
afterAll(() => engine.destroy());

async function countsOf(of: GpuEngine, wanted: typeof spec) {
  const ensemble = await of.create(wanted);
  await ensemble.advance(100);
  const found = [await ensemble.count(), await ensemble.quantiles([0.25, 0.75])];
  ensemble.destroy();
  return found;
}

describe('buffers on the device', () => {
  it('a population takes those of the one before, and stands where it would on fresh ones', async () => {
    const fresh = await openOwnEngine();
    const expected = await countsOf(fresh, other);
    fresh.destroy();
    await countsOf(engine, spec);
    made = [];
    expect(await countsOf(engine, other)).toEqual(expected);
    expect(made).toEqual([]);
  });

  it('a slider that moves makes none after its second population', async () => {
    let shown = await engine.create(spec);
    for (let tick = 0; tick < 4; tick++) {
      if (tick === 1) made = [];
      const next = await engine.create(tick % 2 ? spec : other);
      await next.advance(10);
      await next.count();
      shown.destroy();
      shown = next;
    }
    shown.destroy();
    expect(made).toEqual([]);
  });

  it('a second batch of replicas takes those of the first, with the same tallies', async () => {
    const expected = await engine.countEscapes(batches);
    made = [];
    expect(await engine.countEscapes(batches)).toEqual(expected);
    expect(made).toEqual([]);
  });

  it('nothing is never written', async () => {
    writes = [];
    await countsOf(engine, spec);
    await engine.countEscapes(batches);
    await engine.escapeSteps(spec, 0, 10);
    expect(writes.length).toBeGreaterThan(10);
    expect(Math.min(...writes)).toBeGreaterThan(0);
  });

  it('a population that was destroyed moves no other', async () => {
    const gone = await engine.create(spec);
    const moving = gone.advance(100_000).then(
      () => 'arrived',
      (error) => String(error),
    );
    await new Promise((resolve) => setTimeout(resolve, 30));
    gone.destroy();
    const expected = await countsOf(engine, other);
    expect(await moving).toMatch(/were given back/);
    expect(await countsOf(engine, other)).toEqual(expected);
  });

  it('spare buffers are given up where memory is short, and then the limit is named', async () => {
    const { device } = engine;
    const pop = device.popErrorScope.bind(device);
    let refusals = 1;
    device.popErrorScope = async () => {
      await pop();
      return refusals-- > 0 ? ({ message: 'no memory' } as GPUError) : null;
    };
    const larger = parseSpec({ ...partial, ensemble: { particles: 3001 } });
    made = [];
    const ensemble = await engine.create(larger);
    ensemble.destroy();
    const sizes = made.filter((label) => label === 'saddle.positions');
    expect(sizes.length).toBe(2);
    made = [];
    await countsOf(engine, other);
    expect(made).toContain('saddle.positions');
    refusals = 2;
    const most = parseSpec({ ...partial, ensemble: { particles: 5003 } });
    await expect(engine.create(most)).rejects.toThrow(EngineLimitError);
    device.popErrorScope = pop;
    expect((await countsOf(engine, other)).length).toBe(2);
  });
});
