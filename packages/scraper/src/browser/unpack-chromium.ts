import { createReadStream, createWriteStream } from 'node:fs';
import { access, chmod, mkdir, readFile, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { createBrotliDecompress } from 'node:zlib';
import { z } from 'zod';

/**
 * Unpacks the Chromium of the npm package `@sparticuz/chromium` into this user's cache, once per version.
 * The package's own way is a fixed name in the temporary folder, where anybody may have put something
 * else, and where a second process finds a half-written file.
 *
 * @returns null where the package is not installed
 */
export async function unpackChromium(cacheFolder = defaultCacheFolder()): Promise<string | null> {
  const folder = packageFolder();
  if (folder === null) return null;
  const manifest: unknown = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  const { version } = z.object({ version: z.string() }).parse(manifest);
  const path = join(cacheFolder, `chromium-${version}`);
  if (await exists(path)) return path;
  await mkdir(cacheFolder, { recursive: true, mode: 0o700 });
  const unfinished = `${path}.${process.pid}.tmp`;
  try {
    const packed = createReadStream(join(folder, 'bin', 'chromium.br'));
    await pipeline(packed, createBrotliDecompress(), createWriteStream(unfinished));
    await chmod(unfinished, 0o700);
    await rename(unfinished, path);
  } finally {
    await rm(unfinished, { force: true });
  }
  return path;
}

function defaultCacheFolder(): string {
  const base = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache');
  return join(base, 'sluice');
}

function packageFolder(): string | null {
  try {
    const entry = fileURLToPath(import.meta.resolve('@sparticuz/chromium'));
    return dirname(dirname(entry));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_MODULE_NOT_FOUND') return null;
    throw error;
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}
