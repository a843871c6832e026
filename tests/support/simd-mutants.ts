import { expect } from 'vitest';
import { assemblyFiles, compileAssemblyScript, QUICKLY } from '../../scripts/assemblyscript.js';

/** Texts of the SIMD kernel with a planted fault, which is in one file of it. */
export function mutantFiles(from: string, to: string): Record<string, string> {
  const files = assemblyFiles();
  const names = Object.keys(files).filter((name) => files[name].includes(from));
  expect(names, from).toHaveLength(1);
  return { ...files, [names[0]]: files[names[0]].replace(from, to) };
}

/** The SIMD kernel with a planted fault. */
export async function simdMutant(from: string, to: string): Promise<Uint8Array> {
  return compileAssemblyScript(mutantFiles(from, to), QUICKLY);
}
