import { readFile } from 'node:fs/promises';

/** Resident memory of a command and its workers at one moment. */
export interface MemorySample {
  /** Milliseconds since the epoch. */
  readonly atMs: number;
  readonly rssBytes: number;
}

const INTERVAL_MS = 250;
const PAGE_BYTES = 4_096;

/**
 * Looks at a process and its children in `/proc` until it is stopped. Elsewhere than on Linux there is
 * nothing to see.
 *
 * @returns how to end that, which gives the samples
 */
export function sampleMemory(pid: number): () => Promise<readonly MemorySample[]> {
  const samples: MemorySample[] = [];
  let looking = Promise.resolve();
  const look = async (): Promise<void> => {
    const sizes = await Promise.all([pid, ...(await childrenOf(pid))].map(rssOf));
    const rssBytes = sizes.reduce((sum, size) => sum + size, 0);
    if (rssBytes > 0) samples.push({ atMs: Date.now(), rssBytes });
  };
  const timer = setInterval(() => (looking = looking.then(look)), INTERVAL_MS);
  return async () => {
    clearInterval(timer);
    await looking;
    return samples;
  };
}

async function childrenOf(pid: number): Promise<number[]> {
  const list = await readProc(`/proc/${pid}/task/${pid}/children`);
  return list.split(' ').filter(Boolean).map(Number);
}

async function rssOf(pid: number): Promise<number> {
  const [, resident = '0'] = (await readProc(`/proc/${pid}/statm`)).split(' ');
  return Number(resident) * PAGE_BYTES;
}

/** Empty for a process that is gone; reading what goes away meanwhile may fail in more than one way. */
async function readProc(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ESRCH') return '';
    throw error;
  }
}
