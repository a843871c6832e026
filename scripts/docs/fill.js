// npm run docs: fills the tables in docs/ from the registry of models and from bench/results/.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const { module } = await runnerImport(join(root, 'scripts/docs/filled.ts'), {
  root,
  configFile: false,
  logLevel: 'error',
});
for (const name of readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })) {
  if (!name.endsWith('.md')) continue;
  const path = join(root, 'docs', name);
  const text = readFileSync(path, 'utf8');
  const after = module.filled(root, text);
  if (after === text) continue;
  writeFileSync(path, after);
  console.log(`docs/${name}`);
}
