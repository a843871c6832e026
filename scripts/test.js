// npm test [-- vitest arguments]: types, lint and every test; the last line says `N passed, N
// failed`. With arguments (file filters, -t, --project) only vitest runs.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
/** @param {string} path */
const bin = (path) => join(root, 'node_modules', path);
const filters = process.argv.slice(2);
/** @type {string[]} */
const failures = [];

/**
 * @param {string} name
 * @param {string} script
 * @param {string[]} args
 */
function check(name, script, args) {
  const started = performance.now();
  const { status } = spawnSync(process.execPath, [script, ...args], {
    cwd: root,
    stdio: 'inherit',
  });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${name}: ${status === 0 ? 'passed' : 'FAILED'} in ${seconds} s`);
  if (status !== 0) failures.push(name);
  return status === 0;
}

if (filters.length === 0) {
  check('types', bin('typescript/bin/tsc'), []);
  check('lint', bin('@biomejs/biome/bin/biome'), ['check', '--error-on-warnings']);
}

const folder = mkdtempSync(join(tmpdir(), 'saddlescape-test-'));
const report = join(folder, 'report.json');
const passed = check('vitest', bin('vitest/vitest.mjs'), [
  'run',
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${report}`,
  ...filters,
]);
const totals = readTotals(report);
rmSync(folder, { recursive: true, force: true });

// A failure that is no test's (types, lint, an unhandled error, a file that did not load) counts as
// one.
const checks = failures.filter((name) => name !== 'vitest');
let failed = totals.failed + checks.length;
if (!passed && totals.failed === 0) failed += 1;
if (failures.length > 0) console.log(`Failed: ${failures.join(', ')}.`);
console.log(`${totals.passed} passed, ${failed} failed`);
process.exitCode = failures.length > 0 || failed > 0 ? 1 : 0;

/**
 * What is read of Vitest's report.
 *
 * @typedef {object} TestReport
 * @property {number} numPassedTests
 * @property {number} numFailedTests
 * @property {{ status: string, assertionResults: { status: string }[] }[]} testResults
 */

/** @param {string} path */
function readTotals(path) {
  /** @type {TestReport} */
  let result;
  try {
    result = JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return { passed: 0, failed: 0 };
  }
  // A file that could not be loaded has no failed test to its name.
  const unloaded = result.testResults.filter(
    (file) =>
      file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  );
  return { passed: result.numPassedTests, failed: result.numFailedTests + unloaded.length };
}
