// Compiles AssemblyScript to WebAssembly while a product is built: `import text from
// './kernel.ts?wasm'`, a character for each byte, which compresses a fifth better than base 64.
// `?wasm-opening` is the small kernel of assembly/whole.ts.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

const FOLDER = fileURLToPath(new URL('../src/engine/cpu/simd/assembly', import.meta.url));

/** @returns {Record<string, string>} Texts of the files of the kernel by their names. */
export function assemblyFiles() {
  const names = readdirSync(FOLDER).filter((name) => name.endsWith('.ts'));
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(FOLDER, name), 'utf8')]));
}

/**
 * @param {Record<string, string>} files  Texts by their names; kernel.ts imports the others.
 * @returns {Promise<Uint8Array>} The WebAssembly module.
 */
export async function compileAssemblyScript(files = assemblyFiles()) {
  /** @type {Uint8Array | undefined} */
  let binary;
  const { error, stderr } = await asc.main(
    [
      'kernel.ts',
      '--outFile',
      'kernel.wasm',
      '-O2',
      '--runtime',
      'stub',
      '--enable',
      'simd',
      '--use',
      'abort=',
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
  return { ...files, 'whole.ts': 'export const WHOLE: bool = false;\n' };
}

/** @type {Map<string, Promise<Uint8Array>>} */
const compiled = new Map();

/**
 * Every worker of every page asks for the same.
 *
 * @param {Record<string, string>} files
 */
function compileOnce(files) {
  const key = JSON.stringify(files);
  const binary = compiled.get(key) ?? compileAssemblyScript(files);
  compiled.set(key, binary);
  return binary;
}

/** @returns {import('vite').Plugin} */
export function assemblyScript() {
  return {
    name: 'assemblyscript',
    enforce: 'pre',
    async load(id) {
      const [file, query] = id.split('?');
      if (query !== 'wasm' && query !== 'wasm-opening') return null;
      const files = assemblyFiles();
      for (const name of Object.keys(files)) this.addWatchFile?.(join(dirname(file), name));
      const binary = await compileOnce(query === 'wasm' ? files : openingFiles(files));
      return `export default ${JSON.stringify(Buffer.from(binary).toString('latin1'))}`;
    },
  };
}
