import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runnerImport } from 'vite';
import { apt, denoOf, run } from './tools.js';

const SPECS = 40;
const LAVAPIPE = [
  process.env.SADDLESCAPE_LAVAPIPE ?? '',
  '/usr/share/vulkan/icd.d/lvp_icd.x86_64.json',
  '/usr/share/vulkan/icd.d/lvp_icd.aarch64.json',
  '/usr/share/vulkan/icd.d/lvp_icd.json',
];

/**
 * Two implementations of WebGPU on two drivers: Dawn in Node and wgpu in Deno on SwiftShader, and
 * wgpu on Mesa's lavapipe, which Dawn refuses. 40 specs have equal integers on all three, and
 * doctor and every claim pass on wgpu.
 *
 * @param {import('./tools.js').Place} place
 */
export async function checkGpu(place) {
  const { root, folder, command } = place;
  const lavapipe = LAVAPIPE.find((path) => existsSync(path));
  if (!lavapipe) throw new Error(`The driver lavapipe is missing; ${apt('mesa-vulkan-drivers')}`);
  const { module } = await runnerImport(join(root, 'tests/support/find-vulkan.ts'), {
    root,
    configFile: false,
    logLevel: 'error',
  });
  const swiftShader = module.vulkanEnvironment();
  const onLavapipe = { ...swiftShader, VK_DRIVER_FILES: lavapipe };
  const recorded = JSON.parse(readFileSync(join(root, 'tests/reference/digests.json'), 'utf8'));
  const links = Array.from(
    { length: SPECS },
    (_, k) => recorded[Math.floor((k * recorded.length) / SPECS)].link,
  );
  writeFileSync(join(folder, 'links.json'), JSON.stringify(links));
  copyFileSync(join(root, 'scripts/ecosystem/gpu-digests.js'), join(folder, 'digests.mjs'));
  const dawn = join(root, 'node_modules/webgpu/index.js');
  const stacks = [
    {
      name: 'Dawn, SwiftShader',
      words: [process.execPath, 'digests.mjs', 'links.json', dawn],
      env: swiftShader,
    },
    {
      name: 'wgpu, SwiftShader',
      words: [...denoOf(place), 'digests.mjs', 'links.json'],
      env: swiftShader,
    },
    {
      name: 'wgpu, lavapipe',
      words: [...denoOf(place), 'digests.mjs', 'links.json'],
      env: onLavapipe,
    },
  ];
  const found = stacks.map(({ name, words, env }) => ({
    name,
    ...JSON.parse(run(words, { cwd: folder, env, show: false })),
  }));
  process.stderr.write(`${table(found)}\n`);
  const [first, ...others] = found;
  for (const other of others) {
    const k = first.results.findIndex(
      (/** @type {{ digest: string }} */ { digest }, /** @type {number} */ i) =>
        digest !== other.results[i].digest,
    );
    if (k !== -1)
      throw new Error(
        `${first.name} and ${other.name} differ: ${difference(first, other, k)}; ${links[k]}`,
      );
  }
  for (const env of [swiftShader, onLavapipe]) {
    run([...denoOf(place), command, 'doctor'], { cwd: folder, env });
    const words = ['verify', '--engine', 'gpu', '--particles', '16384'];
    run([...denoOf(place), command, ...words], { cwd: folder, env, show: false });
  }
}

/** @param {any[]} found */
function table(found) {
  return found
    .map(({ name, adapter, results }) =>
      [
        `  ${name}: ${adapter}`,
        ...results.map(
          (/** @type {any} */ { digest }, /** @type {number} */ k) => `${k}:${digest.slice(0, 6)}`,
        ),
      ].join(' '),
    )
    .join('\n');
}

/** @param {any} one @param {any} other @param {number} k */
function difference(one, other, k) {
  const [a, b] = [one.results[k], other.results[k]];
  const bins = a.counts.map((/** @type {number} */ n, /** @type {number} */ i) => b.counts[i] - n);
  const moved =
    bins.reduce((/** @type {number} */ sum, /** @type {number} */ n) => sum + Math.abs(n), 0) / 2;
  return `spec ${k}: ${moved} particles in other bins, ${a.escaped} and ${b.escaped} escaped, quantiles ${JSON.stringify(a.quantiles)} and ${JSON.stringify(b.quantiles)}`;
}
