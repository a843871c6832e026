import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { type AddressInfo, connect } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createSite } from '../../scripts/site.js';

const PAGES = ['', 'index.html', 'map.html', 'verify.html', 'bench.html'];
const documentation = readFileSync('docs/serving.md', 'utf8');
const [pageBlock, assetBlock] = [...documentation.matchAll(/```\n([^`]*)```/g)].map(([, block]) =>
  Object.fromEntries(
    block
      .trim()
      .split('\n')
      .map((line) => line.split(/: (.*)/s).slice(0, 2)),
  ),
);

interface Served {
  url: string;
  port: number;
  stop(): void;
}

/** `npm start`, as it is. */
function start(...args: string[]): Promise<Served> {
  const child = spawn(process.execPath, [
    'scripts/start.js',
    '--port',
    '45170',
    '--no-open',
    ...args,
  ]);
  return new Promise((resolve, reject) => {
    let text = '';
    child.stdout.on('data', (chunk) => {
      text += chunk;
      const url = /http:\/\/localhost:(\d+)\//.exec(text);
      if (url) resolve({ url: url[0], port: Number(url[1]), stop: () => child.kill() });
    });
    child.on('exit', () => reject(new Error(text)));
  });
}

let site: Served;
beforeAll(async () => {
  site = await start();
});
afterAll(() => site.stop());

/** A request as it is written, which fetch would mend. */
function raw(request: string, host = `localhost:${site.port}`): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(site.port, 'localhost', () =>
      socket.write(`${request} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`),
    );
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk;
    });
    socket.on('close', () => resolve(text));
    socket.on('error', reject);
  });
}
const status = (answer: string) => Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1]);

describe('npm start', () => {
  test.each(PAGES)('/%s has the headers that docs/serving.md repeats', async (page) => {
    const answer = await fetch(site.url + page);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
    for (const [name, value] of Object.entries(pageBlock))
      expect(answer.headers.get(name), name).toBe(value);
    const policy = /http-equiv="Content-Security-Policy"\s+content="([^"]*)"/.exec(
      await answer.text(),
    )?.[1];
    expect(pageBlock['Content-Security-Policy']).toBe(`${policy}; frame-ancestors 'self'`);
  });

  test('so has everything that a page loads', async () => {
    for (const file of readdirSync('dist/page/assets')) {
      const answer = await fetch(`${site.url}assets/${file}`, { method: 'HEAD' });
      expect(answer.status, file).toBe(200);
      for (const [name, value] of Object.entries(assetBlock))
        expect(answer.headers.get(name), name).toBe(value);
      // A worker's script that had a policy could not compile WebAssembly.
      expect(answer.headers.get('content-security-policy')).toBeNull();
      expect(answer.headers.get('content-type'), file).toMatch(
        /^(text\/(javascript|css)|image\/(svg|png)|font\/woff2)/,
      );
    }
  });

  test('the recipes for other servers have the same headers', () => {
    const rest = documentation.slice(documentation.indexOf('## nginx'));
    for (const recipe of rest.split(/^## /m).slice(1))
      for (const [name, value] of [...Object.entries(pageBlock), ...Object.entries(assetBlock)])
        expect(recipe.replaceAll('"', '').replaceAll(`${name}: `, `${name} `)).toContain(
          `${name} ${value}`,
        );
  });

  test('paths that are not there are 404, however they are written', async () => {
    const attempts = [
      ...[
        '/nothing',
        '/map',
        '/index.html/',
        '/assets',
        '/assets/',
        '/assets/none.js',
        '//',
        '/.',
        '/..',
        '*',
      ],
      ...[
        '/../package.json',
        '/..%2fpackage.json',
        '/%2e%2e/package.json',
        '/assets/../../../package.json',
      ],
      ...[
        '/..\\package.json',
        '/%5c..%5cpackage.json',
        '/index.html%00',
        '//etc/passwd',
        '/INDEX.HTML',
      ],
      ...['/constructor', '/__proto__', '/%252e%252e/package.json', 'http://localhost/'],
    ];
    for (const path of attempts) {
      const answer = await raw(`GET ${path}`);
      expect(status(answer), path).toBe(404);
      expect(answer).not.toContain('"name": "saddlescape"');
      expect(answer).toContain('X-Content-Type-Options: nosniff');
      expect(answer).toContain('There is no such page; the first one is at /.');
    }
    for (const path of ['/%', '/%zz', '/%ff'])
      expect(status(await raw(`GET ${path}`)), path).toBe(400);
  });

  test('what stands behind ? is no part of the path', async () => {
    expect(status(await raw('GET /map.html?a=../..&b=%zz'))).toBe(200);
    expect(status(await raw('GET /?'))).toBe(200);
  });

  test('HEAD has no body, and other methods are 405', async () => {
    const head = await raw('HEAD /');
    expect(status(head)).toBe(200);
    expect(head).toMatch(/\r\n\r\n$/);
    expect(head).toMatch(/^Content-Length: \d{4}/m);
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'TRACE']) {
      const answer = await raw(`${method} /`);
      expect(status(answer), method).toBe(405);
      expect(answer).toContain('Allow: GET, HEAD');
    }
  });

  test('another host is 403, and no other machine is listened to', async () => {
    for (const host of [
      'evil.example',
      'localhost.evil.example',
      'evil-localhost',
      '10.0.0.1',
      '127.0.0.1.evil',
      '',
    ])
      expect([400, 403], host).toContain(status(await raw('GET /', host)));
    for (const host of ['localhost', '127.0.0.1:80', '[::1]:4173', 'a.localhost'])
      expect(status(await raw('GET /', host)), host).toBe(200);
    const outside = Object.values(networkInterfaces())
      .flatMap((list) => list ?? [])
      .filter(({ internal, family }) => !internal && family === 'IPv4');
    for (const { address } of outside)
      await expect(fetch(`http://${address}:${site.port}/`)).rejects.toThrow();
  });

  test('files that go while they are served, as in a build, do not end the server', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'saddlescape-site-'));
    const server = createSite(folder).listen(0, 'localhost');
    await once(server, 'listening');
    const url = `http://localhost:${(server.address() as AddressInfo).port}/`;
    const look = async () => (await fetch(url)).status;
    writeFileSync(join(folder, 'index.html'), 'half a page');
    expect(await look()).toBe(503);
    rmSync(folder, { recursive: true });
    expect(await look()).toBe(503);
    mkdirSync(folder);
    expect(await look()).toBe(404);
    copyFileSync('dist/page/index.html', join(folder, 'index.html'));
    expect(await look()).toBe(200);
    server.close();
    rmSync(folder, { recursive: true });
  });

  test('a second one takes the next port, and may be framed by whom it is told', async () => {
    const second = await start('--frame-ancestors', 'https://example.org');
    try {
      expect(second.port).not.toBe(site.port);
      const { headers } = await fetch(second.url);
      expect(headers.get('content-security-policy')).toMatch(
        /; frame-ancestors 'self' https:\/\/example\.org$/,
      );
      expect(headers.get('x-frame-options')).toBeNull();
    } finally {
      second.stop();
    }
  });

  test.each([
    [['--port', 'x'], '--port: "x" is not accepted; give a whole number from 0 to 65535.'],
    [['--port', '65536'], '--port: "65536" is not accepted'],
    [['--frame-ancestors', "'none'; script-src *"], '--frame-ancestors takes addresses'],
    [['--prot', '1'], 'npm start takes --port N, --no-open and --frame-ancestors'],
  ])('refuses %j in a sentence', async (args, sentence) => {
    const child = spawn(process.execPath, ['scripts/start.js', ...args]);
    let text = '';
    child.stderr.on('data', (chunk) => {
      text += chunk;
    });
    expect(await new Promise((resolve) => child.on('close', resolve))).toBe(2);
    expect(text).toContain(sentence);
    expect(text.trim()).not.toContain('\n');
  });
});
