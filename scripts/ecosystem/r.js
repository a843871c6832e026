import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { apt, digestsIn, needed, run } from './tools.js';

/**
 * r/saddlescape.R: a run, a map, theory and a refusal.
 *
 * @param {import('./tools.js').Place} place
 */
export function checkR({ root, folder, command }) {
  const rscript = needed(
    ['Rscript'],
    apt('r-base-core', 'r-cran-jsonlite'),
    (program) => spawnSync(program, ['-e', 'library(jsonlite)']).status === 0,
  );
  const env = { SADDLESCAPE_COMMAND: `${process.execPath} ${command}` };
  const words = [rscript, join(root, 'r/test.R'), join(root, 'r/saddlescape.R')];
  if (digestsIn(run(words, { cwd: folder, env })).length !== 1)
    throw new Error('r/test.R prints no digest.');
}
