// Compiles AssemblyScript to WebAssembly while a product is built: `import text from
// './kernel.ts?wasm'`, a character for each byte and CHARACTER_SHIFT, which compresses a quarter
// better than base 64. `?wasm-opening` is the small kernel of assembly/whole.ts, `?wasm-fused` the
// one of assembly/fused.ts, `?wasm-tight` the whole one where its size counts for more than the last
// tenth of its speed, `?wasm-functions` what formulas call.
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const FOLDER = fileURLToPath(new URL('../src/engine/cpu/simd/assembly', import.meta.url));

/** @returns {Record<string, string>} Texts of the files of the kernel by their names. */
export function assemblyFiles() {
  const names = readdirSync(FOLDER).filter((name) => name.endsWith('.ts'));
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(FOLDER, name), 'utf8')]));
}

/** How the compiler optimises what is shipped. Locals in the order of their use compress better. */
const SHIPPED = ['-O3', '--converge', '--runPasses', 'reorder-locals'];
/** The same with fewer copies of what is called: a tenth smaller, and the same bits. */
const TIGHT = ['-Oz', ...SHIPPED.slice(1)];
/** For what is looked at once: a second less to compile, and the same bits. */
export const QUICKLY = ['-O1'];

/**
 * @param {Record<string, string>} files  Texts by their names; kernel.ts imports the others.
 * @param {string[]} effort  How it is optimised.
 * @returns {Promise<Uint8Array>} The WebAssembly module.
 */
export async function compileAssemblyScript(files = assemblyFiles(), effort = SHIPPED) {
  /** @type {Uint8Array | undefined} */
  let binary;
  const { error, stderr } = await asc.main(
    [
      'kernel.ts',
      '--outFile',
      'kernel.wasm',
      ...effort,
      '--runtime',
      'stub',
      '--enable',
      'simd',
      // Strict kernels do not compile where they ask for it.
      ...(files['fused.ts'] === FUSED ? ['--enable', 'relaxed-simd'] : []),
      '--use',
      'abort=',
      // The host puts functions of formulas into it.
      '--exportTable',
    ],
    {
      readFile: (name) => files[name] ?? null,
      writeFile: (name, contents) => {
        if (name === 'kernel.wasm' && typeof contents !== 'string') binary = contents;
      },
      listFiles: () => [],
    },
  );
  if (error || !binary)
    throw new Error(`AssemblyScript: ${error?.message ?? ''}\n${stderr.toString()}`);
  return binary;
}

/**
 * Texts of the small kernel.
 *
 * @param {Record<string, string>} files
 * @returns {Record<string, string>}
 */
export function openingFiles(files) {
  return withConstant(files, 'WHOLE: bool = true', 'WHOLE: bool = false');
}

/**
 * Texts of the whole kernel without what is left out of the page in one file.
 *
 * @param {Record<string, string>} files
 * @returns {Record<string, string>}
 */
function tightFiles(files) {
  return withConstant(files, 'ALL: bool = WHOLE', 'ALL: bool = false');
}

/**
 * @param {Record<string, string>} files
 * @param {string} from  Of whole.ts, once.
 * @param {string} to
 * @returns {Record<string, string>}
 */
function withConstant(files, from, to) {
  const parts = files['whole.ts'].split(from);
  if (parts.length !== 2) throw new Error(`AssemblyScript: "${from}" is not once in whole.ts.`);
  return { ...files, 'whole.ts': parts.join(to) };
}

const FUSED = 'export const FUSED: bool = true;\n';

/**
 * Texts of the kernel whose products and sums are rounded once.
 *
 * @param {Record<string, string>} files
 * @returns {Record<string, string>}
 */
export function fusedFiles(files) {
  return { ...files, 'fused.ts': FUSED };
}

/**
 * Texts of the functions of formulas.
 *
 * @param {Record<string, string>} files
 * @returns {Record<string, string>}
 */
export function functionFiles(files) {
  return { ...files, 'kernel.ts': "export * from './formula-functions';\n" };
}

/** @type {Record<string, { of: (files: Record<string, string>) => Record<string, string>, effort?: string[] }>} */
const VARIANTS = {
  wasm: { of: (files) => files },
  'wasm-opening': { of: openingFiles },
  'wasm-fused': { of: fusedFiles },
  'wasm-tight': { of: tightFiles, effort: TIGHT },
  'wasm-functions': { of: functionFiles },
};

/** The same number is in `bytesOf` of simd-kernel.ts: frequent bytes become letters of one byte. */
const CHARACTER_SHIFT = 42;

/** @type {Map<string, Promise<Uint8Array>>} */
const compiled = new Map();

/**
 * Every worker of every page asks for the same.
 *
 * @param {Record<string, string>} files
 * @param {string[]} [effort]
 */
function compileOnce(files, effort) {
  const key = JSON.stringify([files, effort]);
  const binary = compiled.get(key) ?? kept(key, files, effort);
  compiled.set(key, binary);
  return binary;
}

/**
 * Each build and each project of the tests is a process or a server of its own, and compiling takes
 * seconds: the module is kept in node_modules/.cache until its sources or the compiler change.
 *
 * @param {string} key
 * @param {Record<string, string>} files
 * @param {string[]} [effort]
 */
async function kept(key, files, effort) {
  const { version } = createRequire(import.meta.url)('assemblyscript/package.json');
  const own = readFileSync(fileURLToPath(import.meta.url));
  const name = createHash('sha256').update(key).update(version).update(own).digest('hex');
  const folder = join(ROOT, 'node_modules/.cache/saddlescape-assembly');
  const path = join(folder, `${name}.wasm`);
  try {
    return readFileSync(path);
  } catch {
    // Nobody compiled these sources yet.
  }
  const binary = await compileAssemblyScript(files, effort);
  mkdirSync(folder, { recursive: true });
  // It appears whole, as others may read it.
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, binary);
  renameSync(draft, path);
  return binary;
}

/** @returns {import('vite').Plugin} */
export function assemblyScript() {
  return {
    name: 'assemblyscript',
    enforce: 'pre',
    async load(id) {
      const [file, query] = id.split('?');
      if (!Object.hasOwn(VARIANTS, query ?? '')) return null;
      const files = assemblyFiles();
      for (const name of Object.keys(files)) this.addWatchFile?.(join(dirname(file), name));
      const { of, effort } = VARIANTS[query];
      const binary = await compileOnce(of(files), effort);
      const letters = Buffer.from(binary.map((byte) => byte + CHARACTER_SHIFT));
      return `export default ${JSON.stringify(letters.toString('latin1'))}`;
    },
  };
}
