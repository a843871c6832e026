const pending = new Set<() => void>();
let listening = false;

/**
 * Has something undone when the process ends before its time, by an error or a signal; kill -9
 * leaves it as it is.
 *
 * @returns Forgets it again, once it is done or undone.
 */
export function atExit(undo: () => void): () => void {
  if (!listening) process.on('exit', undoAll);
  listening = true;
  pending.add(undo);
  return () => pending.delete(undo);
}

function undoAll(): void {
  for (const undo of pending)
    try {
      undo();
    } catch {
      // The process ends, and the others are still to be undone.
    }
}
