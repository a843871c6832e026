// npm run schemas: writes the JSON Schemas of specs and sweeps.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const { module } = await runnerImport(join(root, 'scripts/json-schemas.ts'), {
  root,
  configFile: false,
  logLevel: 'error',
});
mkdirSync(join(root, 'schemas'), { recursive: true });
for (const [path, text] of Object.entries(module.jsonSchemas())) {
  writeFileSync(join(root, path), text);
  console.log(path);
}
