import { existsSync, statSync } from 'node:fs';
import { basename, dirname, extname, join, resolve } from 'node:path';
import { UsageError, type Manifest } from '@sluice/core';
import type { CommandContext } from '../command-context.ts';
import type { RunOptions } from '../options/run-options.ts';

/** A dataset's name unless `--name` says otherwise: its file name without extension. */
export function datasetName(path: string): string {
  const name = basename(path.replace(/#[^/]*$/, ''));
  return (
    name.slice(0, name.length - extname(name).length).replaceAll(/[^\w.-]+/g, '-') || 'dataset'
  );
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
 * @throws UsageError when a folder cannot be made there because a file is in the way
 */
export function outputFolders(
  context: CommandContext,
  options: Pick<RunOptions, 'out' | 'reports'>,
  { name, recipe }: RunNames,
): OutputFolders {
  const out = resolve(context.cwd, options.out ?? join('data', 'enriched', `${name}-${recipe}`));
  const reports = resolve(context.cwd, options.reports);
  requireFolder(out, '--out');
  requireFolder(reports, '--reports');
  return { out, reports };
}

/** @throws UsageError when the nearest existing path is no folder */
export function requireFolder(path: string, flag: string): void {
  let nearest = path;
  while (!existsSync(nearest)) nearest = dirname(nearest);
  if (statSync(nearest).isDirectory()) return;
  throw new UsageError(
    `${flag} \`${path}\` cannot be a folder: \`${nearest}\` is a file; give another path`,
  );
}
