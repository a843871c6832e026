// npm run docs:api: the reference of the library, dist/api, from the sentences in its sources. TypeDoc
// needs TypeScript 6, and the sources have 7: both are installed here, in scripts/api, when they are
// first asked for. What has no sentence fails the build.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '..', '..');
const LIBRARY = {
  entry: join(root, 'src/index.ts'),
  tsconfig: join(root, 'tsconfig.library.json'),
};

/**
 * Writes the reference.
 *
 * @param {string} folder  Where to.
 * @param {{ entry: string, tsconfig: string }} source  Whose exports.
 * @throws Error where something is not documented; the log names it.
 */
export async function writeApi(folder, { entry, tsconfig } = LIBRARY) {
  if (!existsSync(join(here, 'node_modules/typedoc'))) install();
  const typedoc = await import(
    pathToFileURL(join(here, 'node_modules/typedoc/dist/index.js')).href
  );
  const app = await typedoc.Application.bootstrap({
    ...JSON.parse(readFileSync(join(here, 'typedoc.json'), 'utf8')),
    entryPoints: [entry],
    tsconfig,
    logLevel: 'Warn',
  });
  const project = await app.convert();
  if (!project) throw new Error('TypeDoc could not read the library.');
  app.validate(project);
  const missing = functionsWithGaps(project.getReflectionsByKind(typedoc.ReflectionKind.Function));
  for (const sentence of missing) app.logger.warn(sentence);
  const { warningCount, errorCount } = app.logger;
  if (warningCount + errorCount > 0)
    throw new Error(['The reference was not written.', ...missing].join(' '));
  rmSync(folder, { recursive: true, force: true });
  await app.generateDocs(project, folder);
  if (app.logger.errorCount > 0) throw new Error('TypeDoc could not write the pages.');
}

function install() {
  const done = spawnSync('npm', ['ci', '--ignore-scripts'], { cwd: here, stdio: 'inherit' });
  if (done.status !== 0) throw new Error('npm ci in scripts/api failed.');
}

/**
 * Functions whose parameters, result or errors are not told.
 *
 * @param {any[]} functions  TypeDoc's own.
 */
function functionsWithGaps(functions) {
  return functions.flatMap(({ name, signatures }) => {
    const [{ comment, parameters = [] }] = signatures;
    const told = (/** @type {string} */ tag) =>
      comment?.blockTags.some((/** @type {{ tag: string }} */ block) => block.tag === tag);
    return [
      ...parameters
        .filter((/** @type {any} */ parameter) => !parameter.comment)
        .map((/** @type {any} */ parameter) => `${name} does not say what ${parameter.name} is.`),
      ...(told('@returns') ? [] : [`${name} does not say what it gives: @returns.`]),
      ...(told('@throws') || name === 'specToFragment'
        ? []
        : [`${name} does not say what it throws: @throws.`]),
    ];
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folder = join(root, 'dist/api');
  try {
    await writeApi(folder);
    console.log(`The reference of the library is ${join(folder, 'index.html')}.`);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
}
