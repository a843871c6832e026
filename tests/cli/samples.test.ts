import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../support/temporary-folder';
import { saddlescape } from './command';

const NOISE = { law: 'samples' };
const SWEEP = {
  base: { noise: NOISE, optimizer: { learningRate: 0.1 }, time: { dt: 1, steps: 40 } },
  x: { path: 'noise.sigma', from: 0, to: 4, count: 2 },
  y: { path: 'loss.a[0]', from: 0.1, to: 1, count: 2 },
  replicas: 64,
};

test('run, sweep and merge take samples, and parts of different ones are no map', async () => {
  const folder = temporaryFolder();
  const at = (name: string) => join(folder, name);
  const pairs = (factor: number) =>
    Array.from({ length: 50 }, (_, j) => `${(factor * j) % 50},${j * j}`).join('\n');
  writeFileSync(at('one.csv'), pairs(7));
  writeFileSync(at('other.csv'), pairs(11));
  writeFileSync(at('spec.json'), JSON.stringify({ noise: NOISE, ensemble: { particles: 64 } }));
  writeFileSync(at('sweep.json'), JSON.stringify(SWEEP));
  const cpu = ['--engine', 'cpu'];
  const run = await saddlescape(['run', at('spec.json'), '--samples', at('one.csv'), ...cpu]);
  const { spec, samples } = JSON.parse(run.stdout);
  expect(samples).toMatchObject({ data: spec.noise.data, count: 50 });
  expect(spec.noise.sigma).toBe(samples.sigma.value);

  const part = (index: number, file: string) =>
    saddlescape([
      ...['sweep', at('sweep.json'), '--samples', at(file), '--shard', `${index}/2`, ...cpu],
      ...['--out', at(`${index}-${file}.json`)],
    ]);
  await Promise.all([part(0, 'one.csv'), part(1, 'one.csv'), part(1, 'other.csv')]);
  const both = [at('one.csv'), at('other.csv')].flatMap((file) => ['--samples', file]);
  const merged = await saddlescape(['merge', at('0-one.csv.json'), at('1-one.csv.json'), ...both]);
  expect(merged.code, merged.stderr).toBe(0);
  expect(JSON.parse(merged.stdout).sweep.base.noise.data).toBe(spec.noise.data);
  const mixed = await saddlescape(['merge', at('0-one.csv.json'), at('1-other.csv.json'), ...both]);
  expect(mixed).toMatchObject({ code: 2 });
  expect(mixed.stderr).toMatch(/is of another sweep than/);

  const unnamed = await saddlescape(['run', '--preset', 'data-set', '--samples', at('one.csv')]);
  expect(unnamed).toMatchObject({ code: 2 });
  expect(unnamed.stderr).toContain(`the data "${spec.noise.data}".`);
  const absent = await saddlescape(['run', '-'], { input: JSON.stringify(spec) });
  expect(absent.stderr).toMatch(/^noise\.data: .* is not accepted; give the file of these samples/);
  expect(readFileSync(at('one.csv'), 'utf8')).toBe(pairs(7));
}, 60_000);
