import { mkdir, rename, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Writes `dist/index.js`: one file with everything in it, as an action runs without an installation. */
export async function bundleAction(): Promise<void> {
  const { outputFiles } = await build({
    entryPoints: [here('src/main.ts')],
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    write: false,
    // The clients' own dependencies are CommonJS in part.
    banner: {
      js: "import { createRequire as sluiceCreateRequire } from 'node:module';\nconst require = sluiceCreateRequire(import.meta.url);",
    },
  });
  await mkdir(here('dist'), { recursive: true });
  // Renamed into place: somebody may be starting the one before.
  const temporary = here(`dist/index.${process.pid}.tmp`);
  await writeFile(temporary, outputFiles[0]!.contents);
  await rename(temporary, here('dist/index.js'));
}

/** For a test runner, before its tests. */
export { bundleAction as setup };
