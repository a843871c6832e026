// node scripts/library-types.js: writes the declarations of the library, dist/library/types: those
// that src/index.ts needs and no others, with the endings that Node asks for in imports.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const FOLDER = join(root, 'dist/library/types');
const ENTRY = join(FOLDER, 'src', 'index.d.ts');

/** A relative import or export: what comes before the path, the path, what comes after. */
const RELATIVE = /((?:from|import)\s*\(?\s*['"])(\.[^'"]+)(['"])/g;

export function writeLibraryTypes() {
  rmSync(FOLDER, { recursive: true, force: true });
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  const done = spawnSync(process.execPath, [tsc, '-p', join(root, 'tsconfig.library.json')], {
    cwd: root,
    stdio: 'inherit',
  });
  if (done.status !== 0) throw new Error('the declarations of the library could not be made');
  const wanted = new Set([ENTRY]);
  for (const file of wanted) {
    const text = readFileSync(file, 'utf8').replace(RELATIVE, (_, before, path, after) => {
      const target = resolve(dirname(file), path);
      const found = [`${target}.d.ts`, join(target, 'index.d.ts')].find((each) => existsSync(each));
      if (!found) throw new Error(`${file} imports ${path}, which is not there`);
      wanted.add(found);
      return `${before}${path}${found.endsWith('/index.d.ts') ? '/index' : ''}.js${after}`;
    });
    writeFileSync(file, text);
  }
  for (const name of readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })) {
    const file = join(FOLDER, name);
    if (file.endsWith('.d.ts') && !wanted.has(file)) rmSync(file);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeLibraryTypes();
