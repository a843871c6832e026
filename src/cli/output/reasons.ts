/** What was worked out could not be written; the message is one sentence for the user. */
export class OutputError extends Error {
  override name = 'OutputError';
}

/**
 * Whoever read standard output through a pipe has gone. There is nothing to say, and nobody to say
 * it to.
 */
export class ReaderGoneError extends Error {
  override name = 'ReaderGoneError';
}

const REASONS: Record<string, string> = {
  ENOENT: 'there is no such file or folder',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of the path is not a folder',
  EACCES: 'permission is denied',
  EPERM: 'permission is denied',
  EROFS: 'the file system is read-only',
  ENOSPC: 'there is no space left',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'it would exceed the file size limit (see "ulimit -f")',
  EIO: 'the device reports an error',
  EPIPE: 'its reader is gone',
  EBADF: 'it is closed',
  EBUSY: 'it is in use',
  ETXTBSY: 'it is in use',
  EMFILE: 'too many files are open',
  ENFILE: 'too many files are open',
  ENAMETOOLONG: 'its name is too long',
  ELOOP: 'its links lead in a circle',
  ENXIO: 'there is no such device',
  ENODEV: 'there is no such device',
  ESTALE: 'the folder on the network is gone',
  ETIMEDOUT: 'the network does not answer',
  ERR_FS_FILE_TOO_LARGE: 'it is larger than 2 GiB',
  ERR_STRING_TOO_LONG: 'it is larger than 512 MiB',
  ERR_INVALID_ARG_VALUE: 'its name holds a character that no file can have',
};

/** Why a file could not be read or written, as the end of a sentence. */
export function reasonOf(error: unknown): string {
  const { code, message } = error as { code?: string; message?: string };
  return (
    REASONS[code ?? ''] ?? (code ? `the system says ${code}` : (message ?? 'for an unknown reason'))
  );
}

/** Whether an error is the system's answer to a call, and no fault of ours. */
export function isSystemError(error: unknown): boolean {
  return typeof (error as { code?: unknown })?.code === 'string';
}
