import { existsSync, mkdtempSync, rmdirSync, statSync } from 'node:fs';
import { basename, dirname, extname, join, resolve } from 'node:path';
import { usedUp, UsageError, type Manifest } from '@sluice/core';
import type { CommandContext } from '../command-context.ts';
import type { RunOptions } from '../options/run-options.ts';

/** A dataset's name unless `--name` says otherwise: its file name without extension. */
export function datasetName(path: string): string {
  const name = basename(path.replace(/#[^/]*$/, ''));
  const stem = name.slice(0, name.length - extname(name).length);
  // As `--name` has it; a folder that begins with `-` would be taken for an option by every other command.
  return stem.replaceAll(/[^\w.-]+/g, '-').replaceAll(/^[.-]+|-+$/g, '') || 'dataset';
}

/** What a run's results and reports are named after. */
export interface RunNames {
  readonly name: string;
  readonly recipe: string;
}

export function namesOf({ name, recipe }: Manifest): RunNames {
  return { name, recipe: recipe.name };
}

/** Where a run's results and reports go, absolute. */
export interface OutputFolders {
  readonly out: string;
  readonly reports: string;
}

/**
 * Finds out where results go, before any work is done for them.
 *
 * @throws UsageError when a folder cannot be made there because a file is in the way, or nothing can be written
 */
export function outputFolders(
  context: CommandContext,
  options: Pick<RunOptions, 'out' | 'reports'>,
  { name, recipe }: RunNames,
): OutputFolders {
  const out = resolve(context.cwd, options.out ?? join('data', 'enriched', `${name}-${recipe}`));
  const reports = resolve(context.cwd, options.reports);
  requireWritable(out, '--out');
  requireWritable(reports, '--reports');
  return { out, reports };
}

/**
 * @returns the nearest folder there is, the path itself or one above it
 * @throws UsageError when the nearest existing path is no folder
 */
export function requireFolder(path: string, flag: string): string {
  let nearest = path;
  while (!existsSync(nearest)) nearest = dirname(nearest);
  if (statSync(nearest).isDirectory()) return nearest;
  throw new UsageError(
    `${flag} \`${path}\` cannot be a folder: \`${nearest}\` is a file; give another path`,
  );
}

/**
 * A folder that cannot be made would be met at the end of the work, and Node's message of it names the wrong cause.
 * Permissions do not tell: root has them all, also where the system makes no folders, such as below `/proc`, and Node
 * never ends making one there. So one is made, and removed.
 *
 * @throws UsageError when the nearest existing path is no folder, or nothing can be written to it
 * @throws ResumableError when the disk is full
 */
export function requireWritable(path: string, flag: string): void {
  const nearest = requireFolder(path, flag);
  try {
    rmdirSync(mkdtempSync(join(nearest, '.sluice-')));
  } catch (error) {
    const wanting = usedUp(error, nearest);
    if (wanting !== null) throw wanting;
    const why = whyNot((error as NodeJS.ErrnoException).code, nearest);
    throw new UsageError(`${flag} \`${path}\` cannot be written: ${why}; give another path`, {
      cause: error,
    });
  }
}

function whyNot(code: string | undefined, folder: string): string {
  if (code === 'EROFS') return `the file system of \`${folder}\` is read-only`;
  if (code === 'EACCES' || code === 'EPERM') return `\`${folder}\` gives no permission (${code})`;
  return `no folder can be made in \`${folder}\` (${code})`;
}
