// Compiles AssemblyScript to WebAssembly while a product is built: `import text from
// './kernel.ts?wasm'`, a character for each byte, which compresses a fifth better than base 64.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

const FOLDER = fileURLToPath(new URL('../src/engine/cpu/simd/assembly', import.meta.url));

/**
 * @param {string} text  Text of kernel.ts; the files that it imports are read from its folder.
 * @returns {Promise<Uint8Array>} The WebAssembly module.
 */
export async function compileAssemblyScript(text) {
  /** @type {Uint8Array | undefined} */
  let binary;
  const { error, stderr } = await asc.main(
    [
      'kernel.ts',
      '--outFile',
      'kernel.wasm',
      '-Oz',
      '--converge',
      '--runtime',
      'stub',
      '--enable',
      'simd',
      '--use',
      'abort=',
    ],
    {
      readFile: (name) => {
        if (name === 'kernel.ts') return text;
        const file = join(FOLDER, name);
        return existsSync(file) ? readFileSync(file, 'utf8') : null;
      },
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

/** @returns {import('vite').Plugin} */
export function assemblyScript() {
  return {
    name: 'assemblyscript',
    enforce: 'pre',
    async load(id) {
      if (!id.endsWith('.ts?wasm')) return null;
      const file = id.replace('?wasm', '');
      for (const name of [file, join(dirname(file), 'layout.ts')]) this.addWatchFile?.(name);
      const binary = await compileAssemblyScript(readFileSync(file, 'utf8'));
      return `export default ${JSON.stringify(Buffer.from(binary).toString('latin1'))}`;
    },
  };
}
