/** For `catch`: null where there is no such file or folder; everything else goes on. */
export function nullWhereMissing(error: unknown): null {
  if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
  throw error;
}
