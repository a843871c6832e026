import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildIfStale } from '../build-if-stale.js';
import { apt, digestsIn, needed, run } from './tools.js';

const PACKAGES = apt(
  ...['python3-numpy', 'python3-pandas', 'python3-setuptools', 'python3-wheel'],
  ...['python3-nbclient', 'python3-ipykernel', 'python3-traitlets'],
);
const MODULES = 'numpy, pandas, setuptools, wheel, nbclient, ipykernel, traitlets';

/** Executes a notebook, and prints what its cells print. */
const EXECUTE = `import sys, nbformat
from nbclient import NotebookClient
notebook = nbformat.read(sys.argv[1], 4)
NotebookClient(notebook, timeout=600, kernel_name="python3").execute()
cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
print(len(cells), "cells")
for cell in cells:
    for output in cell.outputs:
        print(output.get("text", "").strip(), end="\\n" if output.get("text") else "")
`;

/**
 * The wheel, its tests, the first blocks of python/README.md and of the README, and the notebook in
 * a kernel.
 *
 * @param {import('./tools.js').Place} place
 */
export function checkPython({ root, folder, command }) {
  const python = needed(
    ['python3', '/usr/bin/python3'],
    PACKAGES,
    (program) => spawnSync(program, ['-c', `import ${MODULES}`]).status === 0,
  );
  const sources = join(folder, 'python');
  cpSync(join(root, 'python'), sources, { recursive: true });
  buildIfStale(['single']);
  cpSync(join(root, 'dist/single/saddlescape.html'), join(sources, 'saddlescape/page.html'));
  run([python, 'setup.py', '-q', 'bdist_wheel', '--dist-dir', folder], {
    cwd: sources,
    show: false,
  });
  const wheel = readdirSync(folder).find((name) => name.endsWith('.whl'));
  if (wheel === undefined) throw new Error('setup.py made no wheel.');
  const installed = join(folder, 'site');
  run([python, '-m', 'zipfile', '-e', wheel, installed], { cwd: folder });
  const empty = join(folder, 'empty');
  mkdirSync(empty);
  const at = {
    cwd: empty,
    env: { PYTHONPATH: installed, SADDLESCAPE_COMMAND: `${process.execPath} ${command}` },
  };
  run([python, join(root, 'python/tests/test_saddlescape.py'), '-v'], at);
  for (const name of ['README.md', 'python/README.md']) {
    const block = /```python\n([\s\S]*?)```/.exec(readFileSync(join(root, name), 'utf8'))?.[1];
    if (block === undefined) throw new Error(`${name} has no block of Python.`);
    writeFileSync(join(empty, 'block.py'), block);
    if (digestsIn(run([python, 'block.py'], at)).length !== 1)
      throw new Error(`The first block of ${name} prints no digest.`);
  }
  writeFileSync(join(empty, 'execute.py'), EXECUTE);
  run([python, 'execute.py', join(root, 'python/threshold.ipynb')], at);
}
