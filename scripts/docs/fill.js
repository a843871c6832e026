// npm run docs: fills the tables of fields in docs/ from the registry of models.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const { module } = await runnerImport(join(root, 'scripts/docs/fields.ts'), {
  root,
  configFile: false,
  logLevel: 'error',
});
for (const name of readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })) {
  if (!name.endsWith('.md')) continue;
  const path = join(root, 'docs', name);
  const text = readFileSync(path, 'utf8');
  const filled = module.fillFields(text);
  if (filled === text) continue;
  writeFileSync(path, filled);
  console.log(`docs/${name}`);
}
