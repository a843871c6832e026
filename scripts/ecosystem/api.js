import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeApi } from '../api/build.js';

/**
 * The reference of the library: every export of src/index.ts says what it is, its fields, and of a
 * function its parameters, result and errors. One without such sentences must be refused.
 *
 * @param {import('./tools.js').Place} place
 */
export async function checkApi({ root, folder }) {
  const pages = join(folder, 'api');
  await writeApi(pages);
  const functions = readdirSync(join(pages, 'functions'));
  for (const name of ['run', 'sweep', 'theory', 'verify', 'openEngine', 'parseSpec'])
    if (!functions.includes(`${name}.html`)) throw new Error(`The reference has no ${name}.`);
  const entry = join(folder, 'silent.ts');
  writeFileSync(entry, 'export function silent(steps: number): number {\n  return steps;\n}\n');
  const tsconfig = join(folder, 'tsconfig.json');
  const settings = { types: [], rootDir: folder, declaration: false, emitDeclarationOnly: false };
  writeFileSync(
    tsconfig,
    JSON.stringify({
      extends: join(root, 'tsconfig.library.json'),
      compilerOptions: settings,
      include: ['silent.ts'],
    }),
  );
  const refusal = await writeApi(join(folder, 'silent'), { entry, tsconfig }).catch(
    ({ message }) => message,
  );
  const told = ['silent does not say what steps is.', '@returns', '@throws'];
  if (!told.every((words) => refusal?.includes(words)))
    throw new Error(`A function without a sentence got: ${refusal}`);
}
