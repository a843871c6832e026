// The pages' own server: what it answers, and with which headers. docs/serving.md repeats the
// headers for other servers.
import { createReadStream, readdirSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, relative, sep } from 'node:path';

/** @type {Record<string, string>} */
const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
};

/**
 * What is sent for a request: a file or a text.
 *
 * @typedef {object} Answer
 * @property {number} status
 * @property {Record<string, string | number>} headers
 * @property {string} [file]
 * @property {string} [text]
 */

/** Of every answer. */
const HEADERS = { 'X-Content-Type-Options': 'nosniff', 'Referrer-Policy': 'no-referrer' };

/**
 * Headers of a page. The policy of its `meta` element cannot say who may frame it; a header can.
 *
 * @param {string} html  The page.
 * @param {string} frameAncestors  Who may show it in a frame, beside pages of the same server: `https://example.org`.
 */
export function pageHeaders(html, frameAncestors = '') {
  const policy = /http-equiv="Content-Security-Policy"\s+content="([^"]*)"/.exec(html)?.[1];
  if (!policy) throw new Error('The page has no Content-Security-Policy.');
  const ancestors = `frame-ancestors 'self' ${frameAncestors}`.trim();
  return {
    ...HEADERS,
    'Content-Security-Policy': `${policy}; ${ancestors}`,
    // For browsers that do not know frame-ancestors; it cannot name other servers.
    ...(frameAncestors ? {} : { 'X-Frame-Options': 'SAMEORIGIN' }),
    'Cache-Control': 'no-cache',
  };
}

/** Headers of what pages load. The names of these files change with what is in them. */
export function assetHeaders() {
  return { ...HEADERS, 'Cache-Control': 'public, max-age=31536000, immutable' };
}

/**
 * A server of the files of a folder, and of nothing else: a path is looked up in the list of what
 * is there.
 *
 * @param {string} folder
 * @param {{ frameAncestors?: string }} options
 */
export function createSite(folder, { frameAncestors = '' } = {}) {
  return createServer((request, response) => {
    const answer = answerOrExcuse(request, folder, frameAncestors);
    response.writeHead(answer.status, answer.headers);
    if (request.method === 'HEAD') response.end();
    else if (answer.file)
      createReadStream(answer.file)
        .on('error', () => response.destroy())
        .pipe(response);
    else response.end(answer.text);
  });
}

/**
 * While the pages are built again, files come and go under the server's feet.
 *
 * @param {import('node:http').IncomingMessage} request
 * @param {string} folder
 * @param {string} frameAncestors
 */
function answerOrExcuse(request, folder, frameAncestors) {
  try {
    return answerTo(request, folder, frameAncestors);
  } catch {
    return words(503, 'The pages are missing; a build may be in progress. Try again in a moment.', {
      'Retry-After': '5',
    });
  }
}

/**
 * @param {import('node:http').IncomingMessage} request
 * @param {string} folder
 * @param {string} frameAncestors
 * @returns {Answer}
 */
function answerTo({ method, url = '', headers }, folder, frameAncestors) {
  if (!isLoopback(headers.host))
    return words(403, 'This server is for this machine only: use http://localhost.');
  if (method !== 'GET' && method !== 'HEAD')
    return words(405, 'Only GET and HEAD are answered.', { Allow: 'GET, HEAD' });
  let path;
  try {
    path = decodeURIComponent(url.replace(/[?#].*$/s, ''));
  } catch {
    return words(400, 'The address is not valid percent-encoding.');
  }
  const name = path === '/' ? 'index.html' : path.slice(1);
  const file = filesOf(folder).get(path.startsWith('/') ? name : '');
  if (!file) return words(404, 'There is no such page; the first one is at /.');
  const type = TYPES[extname(file)] ?? 'application/octet-stream';
  const own =
    extname(file) === '.html'
      ? pageHeaders(readFileSync(file, 'utf8'), frameAncestors)
      : name.startsWith('assets/')
        ? assetHeaders()
        : { ...HEADERS, 'Cache-Control': 'no-cache' };
  return {
    status: 200,
    headers: { ...own, 'Content-Type': type, 'Content-Length': statSync(file).size },
    file,
  };
}

/**
 * Names, as they stand in an address, of the files that are there now: a build may have changed
 * them.
 *
 * @param {string} folder
 */
function filesOf(folder) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return new Map(
    files.map((entry) => {
      const file = join(entry.parentPath ?? entry.path, entry.name);
      return [relative(folder, file).split(sep).join('/'), file];
    }),
  );
}

/** Another name that leads to this machine may belong to a page that wants to read what is here. */
function isLoopback(host = '') {
  return /^(localhost|[\w-]+\.localhost|127(\.\d{1,3}){3}|\[::1\])(:\d{1,5})?$/i.test(host);
}

/**
 * @param {number} status
 * @param {string} text
 * @param {Record<string, string>} more  Headers.
 * @returns {Answer}
 */
function words(status, text, more = {}) {
  const body = `${text}\n`;
  return {
    status,
    headers: {
      ...HEADERS,
      'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
      'Content-Type': 'text/plain; charset=utf-8',
      'Content-Length': Buffer.byteLength(body),
      ...more,
    },
    text: body,
  };
}
