import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RunResult } from '../../src/experiment/run';
import { vulkanEnvironment } from '../support/find-vulkan';
import { startSite } from './open-page';

/**
 * A made-up method, noise law and surface are added to a copy of the sources by the steps of
 * docs/adding-a-model.md, with no other file touched: lists, links, map axes and both engines know
 * them, and theory says that it does not.
 */

const ROOT = join(import.meta.dirname, '../..');
const copy = mkdtempSync(join(tmpdir(), 'saddlescape-models-'));
const COPIED = ['src', 'shaders', 'scripts', 'public', 'docs', 'package.json', 'vite.config.ts'];
const PAGES = ['story.html', 'index.html', 'map.html', 'verify.html', 'bench.html'];

const read = (path: string) => readFileSync(join(copy, path), 'utf8');
const write = (path: string, text: string) => writeFileSync(join(copy, path), text);

/** A file like one of its neighbours, under another name. */
function alike(from: string, to: string, ...changes: [string, string][]): void {
  let text = read(from);
  for (const [old, now] of changes) {
    expect(text, `${from} has ${old}`).toContain(old);
    text = text.replaceAll(old, now);
  }
  write(to, text);
}

/** An import, and a line in an object. */
function registered(path: string, named: string, from: string, before: string, line: string): void {
  const text = read(path);
  expect(text).toContain(before);
  write(
    path,
    `import { ${named} } from '${from}';\n${text.replace(before, `${before}\n  ${line}`)}`,
  );
}

const CPU = 'src/engine/cpu';
const UNKNOWN: [string, string] = [
  "theory: { law: 'gaussian', normal: true, signs: false }",
  'theory: null',
];

function addModels(): void {
  // A method with two rows of memory and a number of its own: Adam without its corrections.
  write(
    'src/models/optimizer/toy.ts',
    `import { defineOptimizer, type OptimizerText } from './optimizer';

export const toy = defineOptimizer({
  kind: 'toy',
  fields: { toyStride: { type: 'number', min: 0, max: 1, default: 0.9 } },
  memory: 2,
  averages: false,
  coupled: false,
  kicks: false,
  gradient: 'sampled',
  steps: 'normalised',
  simd: null,
  theory: null,
});

export const toyText: OptimizerText = {
  name: 'toy method',
  hint: 'Steps by a mean of slopes over the root of a mean of their squares.',
  fields: {
    toyStride: { symbol: 't', word: 'toy', label: 'stride', slider: { min: 0, max: 1, step: 0.1 } },
  },
};
`,
  );
  write(
    'shaders/optimizer/toy.wgsl',
    `fn optimizer_step(state: State, rates: Rates, source: Source, done: u32) -> Moved {
  let draw = draw_noise(source.noise, rates);
  let slope = descent(state.x, rates, draw.value);
  let mean = mix(state.memory, slope, Point(rates.toy_stride));
  let square = mix(state.second, slope * slope, Point(0.1));
  let step = Point(learning_rate(rates, done)) * mean / (sqrt(square) + Point(0.1));
  return Moved(State(state.x + step, mean, square), Source(draw.noise));
}
`,
  );
  write(
    `${CPU}/optimizer/toy.ts`,
    `import type { Source } from '../source';
import { Optimizer } from './optimizer';

export class Toy extends Optimizer {
  step(x: Float64Array, memory: Float64Array, { noise }: Source, i: number, done: number): void {
    const rate = this.learningRate(done);
    const mean = memory.subarray(0, x.length);
    const square = memory.subarray(x.length);
    this.loss.descent(x, noise.xi[i], noise.eta[i], this.slope);
    for (let k = 0; k < x.length; k++) {
      mean[k] += this.run.toyStride * (this.slope[k] - mean[k]);
      square[k] += 0.1 * (this.slope[k] ** 2 - square[k]);
      x[k] += (rate * mean[k]) / (Math.sqrt(square[k]) + 0.1);
    }
  }
}
`,
  );
  registered('src/models/later-kinds.ts', 'toy', './optimizer/toy', '  svrg,', 'toy,');
  write(
    'src/models/own-numbers.ts',
    read('src/models/own-numbers.ts').replace('} as const', "  toyStride: 'number',\n} as const"),
  );
  registered(
    'src/models/all-texts.ts',
    'toyText',
    './optimizer/toy',
    '    svrg: svrgText,',
    'toy: toyText,',
  );
  registered(`${CPU}/kernel.ts`, 'Toy', './optimizer/toy', '  sgd: Sgd,', 'toy: Toy,');

  // Noise that is normal, which theory cannot know.
  alike(
    'src/models/noise/gaussian.ts',
    'src/models/noise/toy-noise.ts',
    ['const gaussian', 'const toyNoise'],
    ["law: 'gaussian',\n  fields", "law: 'toy-noise',\n  fields"],
    ["name: 'Gaussian'", "name: 'toy noise'"],
    ["simd: 'gaussian'", 'simd: null'],
    UNKNOWN,
  );
  alike('shaders/noise/gaussian.wgsl', 'shaders/noise/toy-noise.wgsl');
  alike(`${CPU}/noise/gaussian.ts`, `${CPU}/noise/toy-noise.ts`, ['GaussianNoise', 'ToyNoise']);
  registered(
    'src/models/later-kinds.ts',
    'toyNoise',
    './noise/toy-noise',
    'LATER_NOISES = {',
    "'toy-noise': toyNoise,",
  );
  registered(
    'src/models/all-texts.ts',
    'toyNoiseText',
    './noise/toy-noise',
    '  noises: {',
    "'toy-noise': toyNoiseText,",
  );
  registered(
    `${CPU}/kernel.ts`,
    'ToyNoise',
    './noise/toy-noise',
    'const NOISES = {',
    "'toy-noise': ToyNoise,",
  );

  // A surface that is shaken.
  alike(
    'src/models/loss/double-well.ts',
    'src/models/loss/toy-surface.ts',
    ['const doubleWell', 'const toySurface'],
    ["kind: 'double-well'", "kind: 'toy-surface'"],
    ["name: 'double well'", "name: 'toy surface'"],
    ["theory: { family: 'surface', surface: 'double-well' }", 'theory: null'],
  );
  alike('shaders/loss/double-well.wgsl', 'shaders/loss/toy-surface.wgsl');
  alike(`${CPU}/loss/double-well.ts`, `${CPU}/loss/toy-surface.ts`, [
    'class DoubleWell',
    'class ToySurface',
  ]);
  registered(
    'src/models/later-kinds.ts',
    'toySurface',
    './loss/toy-surface',
    'LATER_LOSSES = {',
    "'toy-surface': toySurface,",
  );
  registered(
    'src/models/all-texts.ts',
    'toySurfaceText',
    './loss/toy-surface',
    '  losses: {',
    "'toy-surface': toySurfaceText,",
  );
  registered(
    `${CPU}/kernel.ts`,
    'ToySurface',
    './loss/toy-surface',
    'const LOSSES = {',
    "'toy-surface': ToySurface,",
  );
}

const node = (...args: string[]) =>
  execFileSync(process.execPath, args, {
    cwd: copy,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...process.env, ...vulkanEnvironment() },
  });
const command = (...args: string[]) => node('dist/cli/saddlescape.js', ...args);

beforeAll(() => {
  for (const name of [...COPIED, ...PAGES])
    cpSync(join(ROOT, name), join(copy, name), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
  addModels();
  // Pictures of the presets, of which none has an added model, take half of the build.
  write('scripts/gallery/bake.ts', 'export const bakeThumbnails = () => Promise.resolve({});\n');
  node('scripts/layouts.js');
  node('node_modules/vite/bin/vite.js', 'build', '--mode', 'cli', '--logLevel', 'error');
  node('node_modules/vite/bin/vite.js', 'build', '--logLevel', 'error');
}, 180_000);

afterAll(() => rmSync(copy, { recursive: true, force: true }));

const METHOD = {
  loss: { a: [0.5] },
  noise: { law: 'toy-noise', sigma: 1, tau: 0.5 },
  optimizer: { kind: 'toy', learningRate: 0.125, toyStride: 0.5 },
  time: { dt: 1, steps: 60 },
  escape: { radius: 3 },
  ensemble: { particles: 4096 },
};
const SURFACE = {
  loss: { kind: 'toy-surface' },
  noise: { shake: 0.7 },
  optimizer: { learningRate: 0.01 },
  time: { dt: 1, steps: 60 },
  ensemble: { particles: 4096 },
};

test.each([
  ['method and noise', METHOD, 'the noise toy-noise and the optimizer toy'],
  ['surface', SURFACE, 'the loss toy-surface'],
])('both engines run the %s alike, and theory is unknown', (_, spec, whose) => {
  write('spec.json', JSON.stringify(spec));
  const [cpu, gpu]: RunResult[] = ['cpu', 'gpu'].map((engine) =>
    JSON.parse(command('run', 'spec.json', '--engine', engine)),
  );
  for (const { theory, distance } of [cpu, gpu]) {
    expect(theory).toMatchObject({ verdict: 'unknown', law: null, lyapunovExponent: null });
    expect(theory!.reason).toBe(`There is no theory for ${whose}.`);
    expect(distance).toBeNull();
  }
  expect(Math.abs(cpu.escape.count - gpu.escape.count)).toBeLessThanOrEqual(8);
  const apart = cpu.histogram.counts.map((count, i) => Math.abs(count - gpu.histogram.counts[i]));
  expect(apart.reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(40);
});

test('a map has the number of the method as its axis, and no exponent', () => {
  const sweep = {
    base: { ...METHOD, noise: { sigma: 1 } },
    x: { path: 'optimizer.toyStride', values: [0.25, 0.5] },
    replicas: 64,
  };
  write('sweep.json', JSON.stringify(sweep));
  const map = JSON.parse(command('sweep', 'sweep.json', '--engine', 'cpu'));
  expect(JSON.stringify(map)).toContain('"lyapunovExponent":null');
});

test('lists and links of the page know them', async () => {
  const site = await startSite({ root: join(copy, 'dist/page') });
  try {
    const { page, problems } = await site.open({ paused: true });
    await page.selectOption('#optimizer-select', 'toy');
    await page.locator('#toy-stride-box').waitFor();
    await page.click('#method-button');
    await page.selectOption('#law-select', 'toy-noise');
    await page.waitForFunction(() =>
      document.querySelector('#verdict-word')?.textContent?.startsWith('NOT KNOWN'),
    );
    const hash = await page.evaluate(() => location.hash);
    expect(hash).toContain('noise=toy-noise');
    expect(hash).toContain('toyStride=0.9');
    await page.selectOption('#loss-select', 'toy-surface');
    await page.waitForFunction(() => /loss=toy-surface.*shake=1/.test(location.hash));
    expect(problems).toEqual([]);
  } finally {
    await site.close();
  }
});
