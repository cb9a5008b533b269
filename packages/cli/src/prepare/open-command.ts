import { resolve } from 'node:path';
import type { CommandInput } from '../command-context.ts';
import { COMMAND_LINE, environmentOptions, readOptions } from '../options/read-options.ts';
import { readConfiguration } from '../options/read-configuration.ts';
import type { RunOptions } from '../options/run-options.ts';
import { Console } from '../progress/console.ts';
import { requireFolder } from './run-paths.ts';

/** A command with its options read and its way to speak. */
export interface OpenCommand {
  readonly options: RunOptions;
  readonly console: Console;
}

/**
 * Reads the options of a command: flags, then `SLUICE_*` variables, then the configuration file, then
 * `defaults`.
 *
 * @throws UsageError that lists everything wrong with them, or that the state folder or the archive cannot be one
 */
export async function openCommand(
  { context, flags, config }: CommandInput,
  defaults: Readonly<Record<string, unknown>> = {},
): Promise<OpenCommand> {
  const options = readOptions([
    { from: COMMAND_LINE, values: flags },
    environmentOptions(context.streams.environment),
    await readConfiguration(context.cwd, config),
    { from: 'default', values: defaults },
  ]);
  requireFolder(resolve(context.cwd, options.state), '--state');
  const console = new Console(context.streams, options);
  return { options: await withReplay(context.cwd, withBrowser(context.cwd, options)), console };
}

/** A browser is named from where the command is given. */
function withBrowser(cwd: string, options: RunOptions): RunOptions {
  const { browserPath } = options;
  return browserPath === undefined
    ? options
    : { ...options, browserPath: resolve(cwd, browserPath) };
}

/**
 * A replay counts by the archive's content, so its hash goes to the recipe with its path. It is read now, so that a
 * file which is no archive is refused before a run is planned.
 */
async function withReplay(cwd: string, options: RunOptions): Promise<RunOptions> {
  if (options.replay === undefined) return options;
  const replay = resolve(cwd, options.replay);
  // Loaded here: most commands do without the scraper.
  const { openReplay } = await import('@sluice/scraper');
  const archive = await openReplay(replay);
  const { sha256: replaySha256 } = archive;
  await archive.close();
  return { ...options, replay, recipeOptions: { ...options.recipeOptions, replaySha256 } };
}
