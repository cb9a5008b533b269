import { pathToFileURL } from 'node:url';
import { tsImport } from 'tsx/esm/api';
import { UsageError } from '@sluice/core';

/**
 * Loads a user's TypeScript file, whatever syntax it uses, and returns its default export.
 *
 * @throws UsageError when it cannot be loaded
 */
export async function importDefault(path: string): Promise<unknown> {
  try {
    const module = (await tsImport(pathToFileURL(path).href, import.meta.url)) as {
      default?: unknown;
    };
    return module.default;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new UsageError(`\`${path}\` cannot be loaded: ${why}`, { cause: error });
  }
}
