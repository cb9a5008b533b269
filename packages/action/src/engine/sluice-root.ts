import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout of Sluice that this file is part of, bundled or as source. */
export function sluiceRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'pnpm-workspace.yaml'))) {
    const parent = dirname(folder);
    if (parent === folder)
      throw new Error(`${fileURLToPath(import.meta.url)} is not in a checkout of Sluice`);
    folder = parent;
  }
  return folder;
}
