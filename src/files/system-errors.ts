const REASONS: Record<string, string> = {
  ENOENT: 'no such file or folder',
  EISDIR: 'is a folder',
  EACCES: 'permission denied',
  EPERM: 'not permitted',
  ENOTDIR: 'a part of the path is not a folder',
  ENOSPC: 'no space left',
  EDQUOT: 'no space left: the disk quota is used up',
  EFBIG: 'larger than the limit for a file here',
  ENAMETOOLONG: 'the name is too long',
  EROFS: 'the file system is read-only',
  ELOOP: 'its links form a loop',
  EIO: 'the disk or the network failed',
  ESTALE: 'no longer there',
  ENXIO: 'there is nothing to read from',
  EMFILE: 'too many files are open (see `ulimit -n`)',
  ENFILE: 'too many files are open on this machine',
};

/** What stands in a name in place of bytes that are no text. Such a name leads to no file. */
const NO_TEXT = '\uFFFD';
const NOT_TEXT_REASON = 'its name is not UTF-8; rename it';

/** Whether an error comes from the operating system, which makes it the user's to mend. */
export function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error;
}

/** What the operating system says, in words. */
export function reasonOf(error: NodeJS.ErrnoException): string {
  if (error.code === 'ENOENT' && error.path?.includes(NO_TEXT) === true) return NOT_TEXT_REASON;
  return REASONS[error.code ?? ''] ?? error.message;
}
