// npm run recorded: runs the benchmark and both suites of verify on this machine, and keeps what
// they find for the Bench and Verify pages, which show it until a reader has run something.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { arch, cpus, loadavg, platform } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildIfStale } from './build-if-stale.js';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
/** @type {Record<string, string[]>} Files, and the command that each is of. */
const RUNS = {
  'src/page/bench/recorded-bench.json': ['bench', '--parts', 'headline,curve', '--most', '1048576'],
  'src/page/verify/recorded-post.json': ['verify', '--particles', '16384'],
  'src/page/verify/recorded-papers.json': ['verify', '--suite', 'papers', '--particles', '16384'],
};

buildIfStale(['cli']);
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const processors = cpus();
const machine = `${processors[0]?.model.trim() ?? 'an unknown processor'} with ${processors.length} hardware threads, ${platform()} ${arch()}`;
// Only some of them where files are named: npm run recorded -- bench
for (const [file, command] of Object.entries(RUNS)) {
  const asked = process.argv.slice(2);
  if (asked.length > 0 && !asked.some((name) => file.includes(name))) continue;
  const busy = loadavg()[0] > 0.25 * processors.length;
  const done = spawnSync(
    process.execPath,
    [join(root, 'dist/cli/saddlescape.js'), ...command, '--json'],
    { encoding: 'utf8', maxBuffer: 2 ** 28, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  if (done.status !== 0)
    throw new Error(`saddlescape ${command.join(' ')} ended with ${done.status}.`);
  const report = JSON.parse(done.stdout);
  // Without the release of the kernel, which says nothing of its speed.
  if (report.environment)
    report.environment.os = `${platform()} ${arch()}, ${processors[0]?.model.trim()}`;
  const recorded = { version, date: new Date().toISOString(), machine, busy, report };
  writeFileSync(join(root, file), `${JSON.stringify(recorded)}\n`);
  console.log(file);
}
