/**
 * What went wrong while a sweep ran and is nobody's mistake, such as a full disk: one sentence that says what is safe and how
 * to go on. The command line prints it and exits with status 1.
 */
export class SweepFailed extends Error {
  override readonly name = 'SweepFailed';
}

const words: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EROFS: 'the file system is read-only',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of the path is no folder',
  EIO: 'the disk failed',
};

/** Runs what writes `path`. @throws SweepFailed in place of what the system says */
export function writing<T>(path: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
    if (code === undefined) throw error;
    throw new SweepFailed(
      `cannot write ${path}: ${words[code] ?? code}; mend that and go on with --resume, which keeps every finished trial`,
    );
  }
}
