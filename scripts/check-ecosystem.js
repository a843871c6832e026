// npm run check:ecosystem [-- names]: what others' tools and runtimes say of the packed package. It
// fetches publint, attw and Bun, and needs Debian's packages of Python, R, Mesa, Firefox, Snakemake and Slurm:
// where one is missing the check fails and says how to install it. Not part of npm test.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkApi } from './ecosystem/api.js';
import { checkBytes } from './ecosystem/bytes.js';
import { checkClusters } from './ecosystem/clusters.js';
import { checkFirefox } from './ecosystem/firefox.js';
import { checkGpu } from './ecosystem/gpu.js';
import { checkPackage } from './ecosystem/package.js';
import { checkPython } from './ecosystem/python.js';
import { checkR } from './ecosystem/r.js';
import { checkSlurm } from './ecosystem/slurm.js';
import { run } from './ecosystem/tools.js';

/** @type {Record<string, (place: import('./ecosystem/tools.js').Place) => void | Promise<void>>} */
const CHECKS = {
  package: checkPackage,
  api: checkApi,
  bytes: checkBytes,
  python: checkPython,
  r: checkR,
  gpu: checkGpu,
  firefox: checkFirefox,
  clusters: checkClusters,
  slurm: checkSlurm,
};

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const asked = process.argv.slice(2);
const wrong = asked.find((name) => !Object.hasOwn(CHECKS, name));
if (wrong !== undefined) {
  console.error(`${wrong} is not a check; give any of ${Object.keys(CHECKS).join(', ')}.`);
  process.exit(2);
}

/** @param {string} folder  Is made, with the packed package in its node_modules. */
function unpack(folder) {
  const home = join(folder, 'node_modules/saddlescape');
  mkdirSync(home, { recursive: true });
  // Deno looks into node_modules where there is one.
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }\n');
  run(['tar', 'xzf', packed, '-C', home, '--strip-components=1'], { cwd: folder });
  return { root, folder, packed, command: join(home, 'dist/cli/saddlescape.js') };
}

const folder = mkdtempSync(join(tmpdir(), 'saddlescape-ecosystem-'));
const failed = [];
run([process.execPath, 'scripts/build-if-stale.js', 'cli', 'library'], { cwd: root });
const packing = ['npm', 'pack', '--silent', '--ignore-scripts', '--pack-destination', folder];
const packed = join(folder, run(packing, { cwd: root }).trim());
try {
  for (const name of asked.length > 0 ? asked : Object.keys(CHECKS)) {
    process.stderr.write(`${name}\n`);
    try {
      await CHECKS[name](unpack(join(folder, name)));
      process.stderr.write(`${name}: all is well\n`);
    } catch (error) {
      failed.push(name);
      process.stderr.write(`${name} FAILED: ${error instanceof Error ? error.message : error}\n`);
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
if (failed.length > 0) {
  console.error(`Failed: ${failed.join(', ')}.`);
  process.exit(1);
}
