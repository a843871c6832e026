import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folders: string[] = [];

/** A folder for the files of a test, removed at the end of its test file. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'saddlescape-cli-'));
  folders.push(folder);
  return folder;
}

export function removeTemporaryFolders(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}
