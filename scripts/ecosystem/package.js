import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BUN, digestsIn, run } from './tools.js';

/**
 * What publint and attw say of the packed package, and one digest on Node and Bun.
 *
 * @param {import('./tools.js').Place} place
 */
export function checkPackage({ root, folder, packed }) {
  const at = { cwd: folder };
  run(['npx', '--yes', 'publint@0.3.25', packed], at);
  run(['npx', '--yes', '@arethetypeswrong/cli@0.18.5', packed, '--profile', 'esm-only'], at);
  const docs = readFileSync(join(root, 'docs/library.md'), 'utf8');
  writeFileSync(join(folder, 'block.mjs'), /```ts\n([\s\S]*?)```/.exec(docs)?.[1] ?? '');
  const node = digestsIn(run([process.execPath, 'block.mjs'], at));
  const bun = digestsIn(run([...BUN, 'block.mjs'], at));
  if (node.length !== 2 || bun.join() !== node.join())
    throw new Error(`Node gives the digests ${node}, and Bun ${bun}.`);
}
