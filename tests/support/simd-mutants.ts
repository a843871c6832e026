import { expect } from 'vitest';
import { assemblyFiles, compileAssemblyScript } from '../../scripts/assemblyscript.js';

/** The SIMD kernel with a planted fault, which is in one file of it. */
export async function simdMutant(from: string, to: string): Promise<Uint8Array> {
  const files = assemblyFiles();
  const names = Object.keys(files).filter((name) => files[name].includes(from));
  expect(names, from).toHaveLength(1);
  return compileAssemblyScript({ ...files, [names[0]]: files[names[0]].replace(from, to) });
}
