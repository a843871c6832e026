// The service worker of the built pages: scripts/offline/plugin.ts fills in the build and its files.
// A page comes from the network where there is one, so that none is out of date, and from here where
// there is none. What pages load has names that change with its content, and comes from here.
const BUILD = 'BUILD';
/** @type {string[]} */
const FILES = ['FILES'];

const worker = /** @type {any} */ (self);
const scope = new URL(worker.registration.scope);
const PREFIX = `saddlescape ${scope.pathname} `;
const NAME = PREFIX + BUILD;

worker.addEventListener('install', (/** @type {any} */ event) => {
  event.waitUntil(keep().then(() => worker.skipWaiting()));
});

worker.addEventListener('activate', (/** @type {any} */ event) => {
  event.waitUntil(tidy().then(() => worker.clients.claim()));
});

worker.addEventListener('fetch', (/** @type {any} */ event) => {
  const file = fileOf(event.request);
  if (file === null) return;
  event.respondWith(file.endsWith('.html') ? page(event, file) : part(event.request));
});

/** A page asks whether its script is one of this build, and whether the page was kept here. */
worker.addEventListener('message', (/** @type {any} */ { data, ports, source }) => {
  const current = FILES.some((file) => new URL(file, scope).href === data);
  ports[0]?.postMessage({ current, kept: kept.has(source.id) });
});

/** Pages that came from here, since the network did not answer. */
const kept = new Set();

/** @throws Error where the browser is to save data: the build before, if any, keeps its place. */
async function keep() {
  if (/** @type {any} */ (worker).navigator.connection?.saveData)
    throw new Error('The pages are not kept: this browser saves data.');
  const cache = await caches.open(NAME);
  await cache.addAll(FILES.map((file) => new Request(new URL(file, scope), { cache: 'no-cache' })));
}

/** Keeps the build before as well: pages of it that are open may still ask for their parts. */
async function tidy() {
  const names = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== NAME);
  await Promise.all(names.slice(0, -1).map((name) => caches.delete(name)));
}

/**
 * @param {Request} request
 * @returns {string | null} The file of this folder that is asked for; null where it is none of ours.
 */
function fileOf({ method, url }) {
  const { origin, pathname } = new URL(url);
  if (method !== 'GET' || origin !== scope.origin || !pathname.startsWith(scope.pathname))
    return null;
  const file = pathname.slice(scope.pathname.length) || 'index.html';
  return FILES.includes(file) || /^assets\/[\w.-]+$/.test(file) ? file : null;
}

/**
 * @param {any} event
 * @param {string} file
 */
async function page({ request, resultingClientId }, file) {
  try {
    return await fetch(request, { cache: 'no-cache' });
  } catch (error) {
    const own = await (await caches.open(NAME)).match(new URL(file, scope).href);
    if (!own) throw error;
    kept.add(resultingClientId);
    return own;
  }
}

/** @param {Request} request */
async function part(request) {
  return (await caches.match(request, { ignoreSearch: true })) ?? fetch(request);
}
