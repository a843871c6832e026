import { describe, expect, test } from 'vitest';
import { rowCount } from '../../src/engine/run-parameters';
import { parseSpec } from '../../src/spec/schema';
import { openOwnEngine } from '../support/gpu';

/**
 * Bytes of all buffers that a population of so many particles makes, from its start to after a few
 * steps and a count.
 */
async function bytesOf(partial: object, particles: number): Promise<number> {
  const engine = await openOwnEngine();
  const create = engine.device.createBuffer.bind(engine.device);
  let alive = 0;
  engine.device.createBuffer = (descriptor) => {
    const buffer = create(descriptor);
    // What a read-back stages is given back at once.
    if (!descriptor.label?.includes('staging')) alive += descriptor.size;
    return buffer;
  };
  const ensemble = await engine.create(parseSpec({ ...partial, ensemble: { particles } }));
  await ensemble.advance(70);
  await ensemble.count();
  await ensemble.quantiles([0.5]);
  ensemble.destroy();
  engine.destroy();
  return alive;
}

describe('memory on the device', () => {
  test.each([
    ['one coordinate', {}],
    ['three coordinates', { loss: { a: [1, 1, 1] } }],
    ['a memory', { optimizer: { kind: 'heavy-ball' } }],
  ])(
    'a particle takes 4 bytes a number and 4 for its first passage, and no more: %s',
    async (_, partial) => {
      const [few, many] = [await bytesOf(partial, 10_000), await bytesOf(partial, 30_000)];
      expect((many - few) / 20_000).toBe(4 * rowCount(parseSpec(partial)) + 4);
    },
  );
});
