import { open, type FileHandle } from 'node:fs/promises';
import { diskError } from '@sluice/core';

/** One file being appended to. */
export interface WarcFile {
  readonly path: string;
  /**
   * Writes bytes after everything appended before.
   *
   * @returns their offset, once they are written
   * @throws ResumableError when the disk is full or fails, and from then on always
   */
  append(bytes: Uint8Array): Promise<number>;
  /** Makes everything durable whose `append` has resolved. */
  sync(): Promise<void>;
  /** Writes and syncs what is left, then closes. */
  close(): Promise<void>;
}

interface WaitingWrite {
  readonly bytes: Uint8Array;
  readonly offset: number;
  readonly resolve: (offset: number) => void;
  readonly reject: (error: unknown) => void;
}

/** Creates a file that does not exist yet; what waits while one write runs goes out with the next. */
export async function createWarcFile(path: string): Promise<WarcFile> {
  const handle = await open(path, 'wx').catch((error: unknown) => {
    throw diskError(error, path);
  });
  let end = 0;
  let waiting: WaitingWrite[] = [];
  let writing: Promise<void> | null = null;
  let syncing: Promise<void> = Promise.resolve();
  let isDirty = false;
  // After a failed write or fsync nobody knows what the disk holds: nothing may be acknowledged again.
  let failure: { readonly error: unknown } | null = null;

  async function writeWaiting(): Promise<void> {
    while (waiting.length > 0 && failure === null) {
      const batch = waiting;
      waiting = [];
      try {
        await handle.writeFile(Buffer.concat(batch.map((write) => write.bytes)));
        isDirty = true;
        for (const write of batch) write.resolve(write.offset);
      } catch (error) {
        failure = { error: diskError(error, path) };
        for (const write of [...batch, ...waiting]) write.reject(failure.error);
      }
    }
    writing = null;
  }

  async function syncOnce(): Promise<void> {
    if (failure !== null) throw failure.error;
    if (!isDirty) return;
    isDirty = false;
    try {
      await handle.sync();
    } catch (error) {
      failure = { error: diskError(error, path) };
      throw failure.error;
    }
  }

  /** One after another: a call must not return before an fsync that covers its bytes has. */
  function sync(): Promise<void> {
    const next = syncing.then(syncOnce);
    syncing = next.catch(() => undefined);
    return next;
  }

  return {
    path,
    append(bytes) {
      if (failure !== null) return Promise.reject(failure.error);
      const { promise, resolve, reject } = Promise.withResolvers<number>();
      waiting.push({ bytes, offset: end, resolve, reject });
      end += bytes.byteLength;
      writing ??= writeWaiting();
      return promise;
    },
    sync,
    async close() {
      await writing;
      await sync().finally(() => closeOnce(handle));
    },
  };
}

/** Rotation and the archive's own end may both close a file. */
async function closeOnce(handle: FileHandle): Promise<void> {
  if (handle.fd >= 0) await handle.close();
}
