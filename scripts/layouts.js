// npm run layouts: prints src/engine/layout.ts for WGSL and AssemblyScript.
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const { module } = await runnerImport(join(root, 'scripts/print-layouts.ts'), {
  root,
  configFile: false,
  logLevel: 'error',
});
for (const [path, text] of Object.entries(module.printLayouts())) {
  writeFileSync(join(root, path), text);
  console.log(path);
}
