const REASONS: Record<string, string> = {
  ENOENT: 'no such file or folder',
  EISDIR: 'is a folder',
  EACCES: 'permission denied',
  EPERM: 'not permitted',
  ENOTDIR: 'a part of the path is no folder',
  ENOSPC: 'no space left',
  EDQUOT: 'no space left: the disk quota is used up',
  EFBIG: 'larger than a file may be here',
  ENAMETOOLONG: 'the name is too long',
  EROFS: 'the file system is read-only',
};

/** Whether an error comes from the operating system, which makes it the user's to mend. */
export function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error;
}

/** What the operating system says, in words. */
export function reasonOf(error: NodeJS.ErrnoException): string {
  return REASONS[error.code ?? ''] ?? error.message;
}
