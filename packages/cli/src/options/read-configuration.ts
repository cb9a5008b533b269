import { existsSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { UsageError } from '@sluice/core';
import { importDefault } from './import-default.ts';
import type { OptionSource } from './read-options.ts';

const DEFAULT_FILE = 'sluice.config.ts';

/**
 * Reads the configuration file: its default export holds options by their camel-case names.
 *
 * @param folder - where a relative path, and the default file, are looked for
 * @param file - from `--config`; without it `sluice.config.ts` is read where it exists
 * @throws UsageError when a named file is missing, fails to load or exports no object
 */
export async function readConfiguration(
  folder: string,
  file: string | undefined,
): Promise<OptionSource> {
  const path = resolve(folder, file ?? DEFAULT_FILE);
  const from = basename(path);
  if (!existsSync(path)) {
    if (file === undefined) return { from, values: {} };
    throw new UsageError(`there is no configuration file \`${path}\`; check --config`);
  }
  const values = await importDefault(path);
  if (typeof values === 'object' && values !== null && !Array.isArray(values)) {
    return { from, values: values as Record<string, unknown> };
  }
  throw new UsageError(`\`${path}\` must export an object of options as its default export`);
}
