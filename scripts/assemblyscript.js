// Compiles AssemblyScript to WebAssembly while a product is built: `import text from
// './kernel.ts?wasm'`, a character for each byte, which compresses a fifth better than base 64.
import { readFileSync } from 'node:fs';
import asc from 'assemblyscript/asc';

/**
 * @param {string} text  AssemblyScript.
 * @returns {Promise<Uint8Array>} The WebAssembly module.
 */
export async function compileAssemblyScript(text) {
  const files = { 'kernel.ts': text };
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
      readFile: (name) => files[name] ?? null,
      writeFile: (name, contents) => {
        if (name === 'kernel.wasm') binary = contents;
      },
      listFiles: () => [],
    },
  );
  if (error || !binary)
    throw new Error(`AssemblyScript: ${error?.message ?? ''}\n${stderr.toString()}`);
  return binary;
}

/** Vite plugin. */
export function assemblyScript() {
  return {
    name: 'assemblyscript',
    enforce: 'pre',
    async load(id) {
      if (!id.endsWith('.ts?wasm')) return null;
      const file = id.replace('?wasm', '');
      this.addWatchFile?.(file);
      const binary = await compileAssemblyScript(readFileSync(file, 'utf8'));
      return `export default ${JSON.stringify(Buffer.from(binary).toString('latin1'))}`;
    },
  };
}
