import { relative } from 'node:path';
import type { Manifest } from '@sluice/core';
import { shownPath, type CommandContext } from '../command-context.ts';
import type { RunOptions } from '../options/run-options.ts';
import { datasetName } from '../prepare/run-paths.ts';
import { continueCommand } from './continue-command.ts';

/**
 * The command line that works on a planned run, made of its manifest: with another option that the recipe
 * reads, the run would refuse to go on.
 *
 * @param further - words to add, such as `--shard 2/3`
 */
export function commandOfRun(
  context: CommandContext,
  { state }: Pick<RunOptions, 'state'>,
  { runId, name, dataset, recipe, optionWords = [] }: Manifest,
  further: readonly string[] = [],
): string {
  const inputs = Object.entries(dataset.inputs).filter(([to, from]) => to !== from);
  const recipeWord = recipe.file === null ? recipe.name : asPath(context, recipe.file);
  return continueCommand([
    shownPath(context, dataset.path),
    '--run',
    runId,
    ...(recipeWord === 'company' ? [] : ['--recipe', recipeWord]),
    ...(name === datasetName(dataset.path) ? [] : ['--name', name]),
    ...(dataset.key.kind === 'column' ? ['--key', String(dataset.key.column)] : []),
    ...inputs.flatMap(([to, from]) => ['--map', `${to}=${from}`]),
    ...(state === '.sluice' ? [] : ['--state', state]),
    ...optionWords,
    ...further,
  ]);
}

/** With a `./` in front, so that it is not taken for the name of a recipe. */
function asPath({ cwd }: CommandContext, file: string): string {
  const short = relative(cwd, file);
  return /^[.\\/]|^[a-z]:/i.test(short) ? file : `./${short}`;
}
