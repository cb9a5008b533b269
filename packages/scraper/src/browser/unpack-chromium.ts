import { randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { access, chmod, mkdir, readFile, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { createBrotliDecompress } from 'node:zlib';
import { extract } from 'tar-fs';
import { z } from 'zod';

/**
 * Unpacks the Chromium of the npm package `@sparticuz/chromium` into this user's cache, once per version.
 * The package's own way is a fixed name in the temporary folder, where anybody may have put something
 * else, and where a second process finds a half-written file.
 *
 * @returns its path; null where the package is not installed
 */
export function unpackChromium(cacheFolder = defaultCacheFolder()): Promise<string | null> {
  return unpackOnce('chromium', cacheFolder, async (packed, target) => {
    await pipeline(
      createReadStream(join(packed, 'chromium.br')),
      createBrotliDecompress(),
      createWriteStream(target),
    );
    await chmod(target, 0o700);
  });
}

/**
 * Unpacks the shared libraries that come with that Chromium, for machines without NSS, into a folder
 * beside it.
 *
 * @returns the folder that has them; null where the package is not installed
 */
export function unpackChromiumLibraries(
  cacheFolder = defaultCacheFolder(),
): Promise<string | null> {
  return unpackOnce('chromium-libraries', cacheFolder, (packed, target) =>
    pipeline(
      createReadStream(join(packed, 'al2023.tar.br')),
      createBrotliDecompress(),
      extract(target, { strip: 1 }),
    ),
  );
}

/** Others see all of it or nothing: it gets its name once it is whole. */
async function unpackOnce(
  name: string,
  cacheFolder: string,
  unpack: (packedFolder: string, target: string) => Promise<void>,
): Promise<string | null> {
  const folder = packageFolder();
  if (folder === null) return null;
  const manifest: unknown = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  const { version } = z.object({ version: z.string() }).parse(manifest);
  const path = join(cacheFolder, `${name}-${version}`);
  if (await exists(path)) return path;
  await mkdir(cacheFolder, { recursive: true, mode: 0o700 });
  const unfinished = `${path}.${randomUUID()}.tmp`;
  try {
    await unpack(join(folder, 'bin'), unfinished);
    await rename(unfinished, path).catch(unlessThere);
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
  return path;
}

/** A folder does not replace a folder: somebody else was done first. */
function unlessThere(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
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
