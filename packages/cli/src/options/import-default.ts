import { registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';
import { UsageError } from '@sluice/core';

/** Packages that a file outside this installation gets from it, so that there is one of each. */
const SHARED = /^(@sluice\/[a-z]+|zod)(\/.*)?$/;

let isResolving = false;

/**
 * Loads a user's TypeScript file, whatever syntax it uses (the process runs under tsx), and returns its
 * default export. Its imports of `@sluice/*` and `zod` are those of this installation.
 *
 * @throws UsageError when it cannot be loaded
 */
export async function importDefault(path: string): Promise<unknown> {
  resolveShared();
  try {
    const module = (await import(pathToFileURL(path).href)) as { default?: unknown };
    return module.default;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new UsageError(`\`${path}\` cannot be loaded: ${why}`, { cause: error });
  }
}

function resolveShared(): void {
  if (isResolving) return;
  isResolving = true;
  registerHooks({
    resolve(specifier, context, next) {
      const isShared = SHARED.test(specifier);
      return next(specifier, isShared ? { ...context, parentURL: import.meta.url } : context);
    },
  });
}
