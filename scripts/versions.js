// npm run site [-- --keep FOLDER] [--out FOLDER]: the site that is published, dist/site: this version
// at its root and once more, pinned, in v/VERSION/, beside the pinned versions of FOLDER, the site as
// it was published before; versions.json lists them (schemas/versions.schema.json).
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { writeApi } from './api/build.js';
import { buildIfStale } from './build-if-stale.js';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const VERSION = /^\d+\.\d+\.\d+(-[\w.]+)?$/;

/**
 * One version of a site, as versions.json has it.
 *
 * @typedef {object} PinnedVersion
 * @property {string} version
 * @property {number} stream  Version of its stream of random numbers: equal ones give equal integers.
 * @property {string} path  Its folder, from the root of the site, with a slash at its end.
 * @property {string} files  SHA-256 of the names and contents of its files, in hexadecimal.
 */

/**
 * Writes a site.
 *
 * @param {object} site
 * @param {string} site.pages  Folder of the built pages of this version.
 * @param {string} site.version
 * @param {number} site.stream
 * @param {string} [site.keep]  The site before, or nothing where there is none.
 * @param {string} site.out  Is emptied first.
 * @returns {PinnedVersion[]} Newest first.
 * @throws Error where a pinned version was changed, or this one is there with other files: a version
 *   that is published keeps its files.
 */
export function writeSite({ pages, version, stream, keep, out }) {
  if (!VERSION.test(version)) throw new Error(`The version ${version} cannot be a folder's name.`);
  if (keep !== undefined && resolve(keep) === resolve(out))
    throw new Error('--keep and --out are one folder; give two.');
  const before = keep === undefined ? [] : versionsOf(keep);
  const path = `v/${version}/`;
  const files = digestOfFolder(pages);
  const published = before.find((one) => one.version === version);
  if (published && published.files !== files)
    throw new Error(
      `Version ${version} is published with other files; give this build another version.`,
    );
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  cpSync(pages, out, { recursive: true });
  cpSync(pages, join(out, path), { recursive: true });
  for (const one of before)
    if (one.version !== version)
      cpSync(join(/** @type {string} */ (keep), one.path), join(out, one.path), {
        recursive: true,
      });
  const versions = [
    { version, stream, path, files },
    ...before.filter((one) => one.version !== version),
  ];
  const schema = 'versions.schema.json';
  cpSync(join(root, 'schemas', schema), join(out, schema));
  writeFileSync(
    join(out, 'versions.json'),
    `${JSON.stringify({ $schema: `./${schema}`, current: version, versions }, null, 2)}\n`,
  );
  // Code hosts would leave out what begins with an underscore.
  writeFileSync(join(out, '.nojekyll'), '');
  return versions;
}

/**
 * @param {string} site
 * @returns {PinnedVersion[]} As its versions.json lists them; none where it has no such file.
 */
function versionsOf(site) {
  const list = join(site, 'versions.json');
  if (!existsSync(list)) return [];
  /** @type {{ versions: PinnedVersion[] }} */
  const { versions } = JSON.parse(readFileSync(list, 'utf8'));
  for (const { version, path, files } of versions)
    if (
      path !== `v/${version}/` ||
      !VERSION.test(version) ||
      digestOfFolder(join(site, path)) !== files
    )
      throw new Error(`${path} of ${site} is not what was published as version ${version}.`);
  return versions;
}

/** @param {string} folder */
function digestOfFolder(folder) {
  const hash = createHash('sha256');
  const names = existsSync(folder)
    ? readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => relative(folder, join(entry.parentPath ?? entry.path, entry.name)))
    : [];
  for (const name of names.sort()) {
    const content = createHash('sha256')
      .update(readFileSync(join(folder, name)))
      .digest('hex');
    hash.update(`${name.split(sep).join('/')} ${content}\n`);
  }
  return hash.digest('hex');
}

/** The reference of the library, and the link to it from its documentation. */
async function addApi(/** @type {string} */ pages) {
  await writeApi(join(pages, 'api'));
  const file = join(pages, 'docs/library.html');
  const text = readFileSync(file, 'utf8');
  const words = '<code>dist/api</code>';
  if (text.split(words).length !== 2) throw new Error(`docs/library.md names dist/api not once.`);
  writeFileSync(file, text.replace(words, `<a href="../api/index.html">${words}</a>`));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    const { values } = parseArgs({
      options: { keep: { type: 'string' }, out: { type: 'string' } },
    });
    buildIfStale(['page']);
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    const constants = readFileSync(join(root, 'src/engine/constants.ts'), 'utf8');
    const stream = Number(/STREAM_VERSION = (\d+)/.exec(constants)?.[1]);
    const pages = join(root, 'dist/site-pages');
    rmSync(pages, { recursive: true, force: true });
    cpSync(join(root, 'dist/page'), pages, { recursive: true });
    await addApi(pages);
    const out = values.out ?? join(root, 'dist/site');
    const keep = values.keep === undefined ? {} : { keep: values.keep };
    const versions = writeSite({ pages, version, stream, out, ...keep });
    rmSync(pages, { recursive: true });
    console.log(`${out} has ${versions.map((one) => one.version).join(', ')}.`);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
}
