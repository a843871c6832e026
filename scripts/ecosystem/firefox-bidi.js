// node --experimental-websocket scripts/ecosystem/firefox-bidi.js FIREFOX URL: opens a page of the
// built site in Firefox by WebDriver BiDi, runs the page's run to its end, and prints what it gave.
// Playwright drives only a Firefox of its own.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const [firefox, url] = process.argv.slice(2);
/** Time for all of it. */
const MILLISECONDS = 180_000;

const profile = mkdtempSync(join(tmpdir(), 'saddlescape-firefox-'));
const child = spawn(firefox, ['--headless', '--profile', profile, '--remote-debugging-port', '0']);
child.stdout.resume();
const end = (/** @type {number} */ code) => {
  child.once('exit', () => {
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    process.exit(code);
  });
  child.kill();
};
setTimeout(() => {
  console.error(`Firefox has not answered after ${MILLISECONDS / 1000} s.`);
  end(1);
}, MILLISECONDS);

/** @returns {Promise<string>} Where Firefox listens. */
function address() {
  return new Promise((resolve, reject) => {
    createInterface({ input: child.stderr }).on('line', (line) => {
      const found = /WebDriver BiDi listening on (ws:\S+)/.exec(line);
      if (found) resolve(found[1]);
    });
    child.once('exit', () => reject(new Error('Firefox ended before it listened.')));
    child.once('error', reject);
  });
}

/** @param {string} place */
async function connect(place) {
  const socket = new WebSocket(`${place}/session`);
  /** @type {Map<number, (message: any) => void>} */
  const waiting = new Map();
  socket.addEventListener('message', ({ data }) => {
    const message = JSON.parse(data);
    waiting.get(message.id)?.(message);
  });
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve);
    socket.addEventListener('error', () => reject(new Error('Firefox refused the connection.')));
  });
  let id = 0;
  return (/** @type {string} */ method, /** @type {object} */ params) =>
    new Promise((resolve, reject) => {
      id++;
      waiting.set(id, (message) => {
        if (message.type === 'success') resolve(message.result);
        else reject(new Error(`${method}: ${message.message}`));
      });
      socket.send(JSON.stringify({ id, method, params }));
    });
}

/** In the page: the whole run, and what the browser is. */
const ASKED = `(async () => {
  const began = performance.now();
  while (!window.saddlescape || document.querySelector('#takeaway').textContent.startsWith('Starting')) {
    if (performance.now() - began > 60000) throw new Error(document.body.innerText.slice(0, 500));
    await new Promise((done) => setTimeout(done, 100));
  }
  const { digest, engine, particles, steps, escape } = await window.saddlescape.finish();
  return JSON.stringify({
    digest, engine, particles, steps, escaped: escape.count,
    browser: navigator.userAgent, webgpu: 'gpu' in navigator,
  });
})()`;

try {
  const send = await connect(await address());
  await send('session.new', { capabilities: {} });
  const { contexts } = await send('browsingContext.getTree', {});
  const { context } = contexts[0];
  await send('browsingContext.navigate', { context, url, wait: 'complete' });
  const { result, exceptionDetails } = await send('script.evaluate', {
    expression: ASKED,
    target: { context },
    awaitPromise: true,
  });
  if (exceptionDetails) throw new Error(exceptionDetails.text);
  console.log(result.value);
  end(0);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  end(1);
}
