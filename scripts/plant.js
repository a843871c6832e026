// npm run plant [-- words of a name]: plants each fault of tests/support/planted-faults.json in
// turn and expects its test file to fail.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const words = process.argv.slice(2).join(' ');
/** @type {{ name: string, caughtBy: string }[]} */
const all = JSON.parse(readFileSync(join(root, 'tests/support/planted-faults.json'), 'utf8'));
const faults = all.filter(({ name }) => name.includes(words));
if (faults.length === 0) {
  console.error(`No planted fault has ${JSON.stringify(words)} in its name.`);
  process.exit(2);
}

/**
 * @param {string} file
 * @param {string} name  Of a planted fault, or nothing.
 * @returns Whether the tests of a file pass, with the fault of that name or with none.
 */
function passes(file, name) {
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  const { status } = spawnSync(
    process.execPath,
    [vitest, 'run', '--project', 'node', '--project', 'mocked', '--bail', '1', file],
    {
      cwd: root,
      env: { ...process.env, SADDLESCAPE_PLANTED_FAULT: name },
      stdio: 'ignore',
    },
  );
  return status === 0;
}

let missed = 0;
for (const file of new Set(faults.map(({ caughtBy }) => caughtBy)))
  if (!passes(file, '')) {
    console.log(`FAILS without a fault: ${file}`);
    missed++;
  }
for (const { name, caughtBy } of faults) {
  const caught = !passes(caughtBy, name);
  if (!caught) missed++;
  console.log(`${caught ? 'caught' : 'MISSED'}: ${name} (${caughtBy})`);
}
console.log(`${faults.length} planted, ${missed} missed`);
process.exitCode = missed === 0 ? 0 : 1;
