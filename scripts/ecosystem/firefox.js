import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { buildIfStale } from '../build-if-stale.js';
import { createSite } from '../site.js';
import { apt, needed, run } from './tools.js';

const SPEC = { time: { steps: 2000 }, ensemble: { particles: 4096, seed: 'firefox' } };

/**
 * The Watch page in Firefox: it opens, runs on the engine that it finds, and its integers are those
 * of the command line.
 *
 * @param {import('./tools.js').Place} place
 */
export async function checkFirefox({ root, folder, command }) {
  const firefox = needed(['firefox-esr', 'firefox'], apt('firefox-esr'));
  const input = JSON.stringify(SPEC);
  const on = [process.execPath, command];
  const link = run([...on, 'link', '-'], { cwd: folder, input }).trim();
  buildIfStale(['page']);
  const site = createSite(join(root, 'dist/page')).listen(0, 'localhost');
  await once(site, 'listening');
  const { port } = /** @type {import('node:net').AddressInfo} */ (site.address());
  const program = join(root, 'scripts/ecosystem/firefox-bidi.js');
  const url = `http://localhost:${port}/${link}`;
  const child = spawn(process.execPath, ['--experimental-websocket', program, firefox, url], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  child.stdout.on('data', (data) => {
    text += data;
  });
  const [status] = await once(child, 'close');
  site.close();
  if (status !== 0) throw new Error('the page did not run in Firefox.');
  const found = JSON.parse(text);
  process.stderr.write(`  ${text}`);
  const { digest, engine, steps } = found;
  if (steps !== SPEC.time.steps) throw new Error(`Firefox ran ${steps} steps.`);
  const own = JSON.parse(
    run([...on, 'run', '-', '--engine', 'cpu'], { cwd: folder, input, show: false }),
  );
  if (engine.kind !== 'cpu')
    throw new Error(`Firefox has ${engine.adapter}: compare it with check:ecosystem -- gpu.`);
  if (own.digest !== digest)
    throw new Error(`Firefox gives ${digest}, and the command line ${own.digest}.`);
}
