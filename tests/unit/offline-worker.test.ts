import { runInNewContext } from 'node:vm';
import { beforeEach, expect, test } from 'vitest';
import { fillWorker } from '../../scripts/offline/plugin';
import source from '../../scripts/offline/worker.js?raw';

/** The service worker of the built pages, in a browser that is only what it calls. */

const SITE = 'https://example.org/site/';
const FILES = ['assets/index-1.js', 'index.html', 'map.html'];
/** What the worker asked for, in order: `network` or `kept`, and the file. */
let asked: string[] = [];
let network = true;
let connection: { saveData: boolean } | undefined;
let listeners: Record<string, (event: object) => void> = {};

beforeEach(() => {
  asked = [];
  network = true;
  connection = undefined;
  listeners = {};
  const stored = new Set<string>();
  const address = (request: URL | string | { url: string }) =>
    typeof request === 'object' && 'url' in request ? request.url : String(request);
  const match = async (request: string | { url: string }) => {
    asked.push(`kept ${address(request)}`);
    return stored.has(address(request)) ? 'kept' : undefined;
  };
  const addAll = async (requests: { url: string }[]) => {
    for (const { url } of requests) stored.add(url);
  };
  const self = {
    registration: { scope: SITE },
    navigator: {
      get connection() {
        return connection;
      },
    },
    addEventListener: (type: string, listener: (event: object) => void) => {
      listeners[type] = listener;
    },
    skipWaiting: async () => asked.push('skipWaiting'),
    clients: { claim: async () => {} },
  };
  const fetch = async (request: { url: string }) => {
    asked.push(`network ${request.url}`);
    if (!network) throw new TypeError('no network');
    return 'fetched';
  };
  runInNewContext(fillWorker(source, 'build', FILES), {
    self,
    navigator: self.navigator,
    caches: { open: async () => ({ addAll, match }), match, keys: async () => [] },
    fetch,
    URL,
    Request: class {
      readonly url: string;
      constructor(url: URL) {
        this.url = url.href;
      }
    },
  });
});

/** Resolves with what the worker waits for. */
function event(type: string): Promise<unknown> {
  return new Promise((resolve) => listeners[type]({ waitUntil: resolve }));
}

/** What the worker answers for a file of the site; null where it leaves that to the browser. */
async function answer(file: string): Promise<unknown> {
  let given: unknown = null;
  const respondWith = (response: unknown) => {
    given = response;
  };
  const request = { method: 'GET', url: SITE + file };
  listeners.fetch({ request, respondWith, resultingClientId: 'page' });
  return given;
}

test('the network is asked for a page first, and what was kept only without it', async () => {
  await event('install');
  asked = [];
  expect(await answer('map.html')).toBe('fetched');
  expect(asked).toEqual([`network ${SITE}map.html`]);
  network = false;
  expect(await answer('map.html')).toBe('kept');
  expect(asked.slice(1)).toEqual([`network ${SITE}map.html`, `kept ${SITE}map.html`]);
});

test('what pages load has a name for its content, and comes from what was kept', async () => {
  await event('install');
  asked = [];
  expect(await answer('assets/index-1.js')).toBe('kept');
  expect(asked).toEqual([`kept ${SITE}assets/index-1.js`]);
  expect(await answer('docs/library.html')).toBeNull();
  expect(await answer('v/1.0.0/index.html')).toBeNull();
});

test('where the browser is to save data nothing is kept, and the worker before stays', async () => {
  connection = { saveData: true };
  await expect(event('install')).rejects.toThrow('this browser saves data');
  expect(asked).toEqual([]);
  network = false;
  await expect(answer('map.html')).rejects.toThrow('no network');
  connection = { saveData: false };
  await event('install');
  expect(asked).toContain('skipWaiting');
  expect(await answer('map.html')).toBe('kept');
});
