import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Plugin } from 'vite';

/**
 * A fault planted in one source file, and the test file, of the project `node` or `mocked`, that
 * must fail with it.
 */
export interface PlantedFault {
  name: string;
  /** Path from the root. */
  file: string;
  /** Occurs once in the file. */
  from: string;
  to: string;
  caughtBy: string;
}

const ROOT = join(import.meta.dirname, '..', '..');

export const PLANTED_FAULTS: readonly PlantedFault[] = JSON.parse(
  readFileSync(join(ROOT, 'tests/support/planted-faults.json'), 'utf8'),
);

/**
 * Plants the fault that SADDLESCAPE_PLANTED_FAULT names, while tests load its file; no file
 * changes.
 */
export function plantFault(): Plugin {
  const fault = PLANTED_FAULTS.find(({ name }) => name === process.env.SADDLESCAPE_PLANTED_FAULT);
  return {
    name: 'planted-fault',
    enforce: 'pre',
    transform(code, id) {
      if (!fault || relative(ROOT, id.split('?')[0]) !== fault.file) return null;
      return code.replace(fault.from, () => fault.to);
    },
  };
}
