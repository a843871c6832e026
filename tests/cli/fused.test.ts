import { join } from 'node:path';
import { expect, test } from 'vitest';
import { CPU_ADAPTERS } from '../../src/engine/cpu/kernels';
import { temporaryFolder } from '../support/temporary-folder';
import { saddlescape } from './command';

// The fused kernels need a processor with a fused multiply-add; Node 20 is asked for relaxed SIMD.

const folder = temporaryFolder();

const SPEC = {
  time: { steps: 500 },
  // More than one thread takes alone.
  ensemble: { particles: 20_000, seed: 'fused' },
  escape: { radius: 2 },
};

test('run --fused says that it is another engine, and gives other integers', async () => {
  const run = async (...more: string[]) => {
    const { code, stdout, stderr } = await saddlescape(['run', '-', ...more], {
      input: JSON.stringify(SPEC),
    });
    expect(code, stderr).toBe(0);
    return { ...JSON.parse(stdout), said: stderr };
  };
  const strict = await run('--engine', 'cpu');
  const [fused, again] = [await run('--fused'), await run('--engine', 'cpu', '--fused')];
  expect(strict.engine.adapter).toBe(CPU_ADAPTERS.fastest);
  expect(fused.engine.adapter).toBe(CPU_ADAPTERS.fused);
  expect(fused.said).toContain('Engine: CPU with fused kernels, as requested.');
  expect(fused.digest).not.toBe(strict.digest);
  expect(again.digest).toBe(fused.digest);
  expect(Math.abs(fused.escape.count - strict.escape.count)).toBeLessThanOrEqual(20);
});

test('a map has fused kernels or strict ones, and not both', async () => {
  const sweep = JSON.stringify({
    base: { ...SPEC, ensemble: { seed: 'fused' } },
    x: { path: 'noise.sigma', from: 0.5, to: 2, count: 2 },
    y: { path: 'loss.a[0]', values: [-1, 1] },
    replicas: 256,
  });
  const part = async (shard: string, name: string, ...more: string[]) => {
    const args = ['sweep', '-', '--shard', shard, '--out', join(folder, name), ...more];
    const { code, stderr } = await saddlescape(args, { input: sweep });
    expect(code, stderr).toBe(0);
    return join(folder, name);
  };
  const first = await part('0/2', 'first.json', '--fused', '--threads', '1');
  const second = await part('1/2', 'second.json', '--fused', '--threads', '2');
  const strict = await part('1/2', 'strict.json', '--engine', 'cpu');
  const whole = await saddlescape(['merge', first, second]);
  expect(whole.code, whole.stderr).toBe(0);
  expect(JSON.parse(whole.stdout).engine.adapter).toBe(CPU_ADAPTERS.fused);
  const mixed = await saddlescape(['merge', first, strict]);
  expect(mixed.code).toBe(2);
  expect(mixed.stderr).toContain(CPU_ADAPTERS.fused);
});
