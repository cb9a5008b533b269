import yargs, { type Argv } from 'yargs';
import { UsageError } from '@sluice/core';
// Commands are loaded when they are called: help and completion answer at once.
import type { CommandContext, CommandInput } from './command-context.ts';
import type { ExitCode } from './exit-code.ts';
import { EXIT } from './exit-code.ts';
import { optionTable } from './options/option-table.ts';
import { flagName } from './options/read-options.ts';
import type { RunOptionName } from './options/run-options.ts';
import { readVersion } from './read-version.ts';

/**
 * Runs one command line.
 *
 * @param argv - the words after `pnpm enrich`
 * @returns the exit code
 * @throws UsageError when the words make no sense; whatever else the command throws
 */
export async function runCommandLine(
  argv: readonly string[],
  context: CommandContext,
): Promise<ExitCode> {
  let exitCode: ExitCode = EXIT.complete;
  type Handler = (input: CommandInput, words: Record<string, string>) => Promise<ExitCode>;
  const handle = (handler: Handler) => async (parsed: Record<string, unknown>) => {
    const { config } = parsed;
    const input = { context, argv, flags: flagsOf(parsed), config: config as string | undefined };
    exitCode = await handler(input, parsed as Record<string, string>);
  };
  const parser = yargs([...argv])
    .scriptName('pnpm enrich')
    .usage('Turns a list into a table of checked facts, each with its evidence.')
    .command(
      '$0 [dataset]',
      'enrich a dataset, or go on with it; without one, the bundled sample',
      (command) => withOptions(withDataset(command)),
      handle(async (input, { dataset }) =>
        (await import('./commands/run.ts')).runCommand(input, dataset),
      ),
    )
    .command(
      'plan [dataset]',
      'freeze the rows and divide them into shards, without running',
      (command) =>
        withOptions(withDataset(command)).option('base-slices', {
          type: 'string',
          requiresArg: true,
          describe: 'also write there what of the run before each shard needs on another machine',
        }),
      handle(async (input, { dataset, baseSlices }) =>
        (await import('./commands/plan.ts')).planCommand(input, dataset, baseSlices),
      ),
    )
    .command(
      'checkpoint [run]',
      'write down what a shard has done, for another machine to go on from',
      (command) =>
        withOptions(command, ['shard']).option('into', {
          type: 'string',
          requiresArg: true,
          describe: 'folder to write it to',
        }),
      handle(async (input, { run, into }) =>
        (await import('./commands/checkpoint.ts')).checkpointCommand(input, run, into),
      ),
    )
    .command(
      'merge [run]',
      'put the results of all shards together, and report',
      (command) =>
        withOptions(command, ['out', 'reports', 'format', 'maxFailureRate'])
          .option('pull-request', {
            type: 'string',
            requiresArg: true,
            describe: 'also write the text of a pull request with the results to this file',
          })
          .option('remark', {
            type: 'string',
            array: true,
            requiresArg: true,
            describe: 'a fact that the report should state',
          }),
      handle(async (input, { run, pullRequest, remark }) =>
        (await import('./commands/merge.ts')).mergeCommand(input, run, {
          pullRequest,
          remarks: [remark ?? []].flat(),
        }),
      ),
    )
    .command(
      'report [run]',
      'write the report again from what is done',
      (command) => withOptions(command, ['out', 'reports']),
      handle(async (input, { run }) =>
        (await import('./commands/report.ts')).reportCommand(input, run),
      ),
    )
    .command(
      'export [run]',
      'write the results so far, also while the run goes on',
      (command) => withOptions(command, ['out', 'format']),
      handle(async (input, { run }) =>
        (await import('./commands/export.ts')).exportCommand(input, run),
      ),
    )
    .command(
      'status [run]',
      'how far a run is, also while it goes on',
      (command) => withOptions(command, []),
      handle(async (input, { run }) =>
        (await import('./commands/status.ts')).statusCommand(input, run),
      ),
    )
    .command('runs', 'list, show and remove runs', (command) =>
      command
        .command(
          ['list', '$0'],
          'all runs, newest first',
          (list) => withOptions(list, []),
          handle(async (input) => (await import('./commands/runs.ts')).listRunsCommand(input)),
        )
        .command(
          'show [run]',
          'everything about one run',
          (show) => withOptions(show, []),
          handle(async (input, { run }) =>
            (await import('./commands/runs.ts')).showRunCommand(input, run),
          ),
        )
        .command(
          'clean',
          'remove old runs; the latest of each dataset and what it is based on stay',
          (clean) =>
            withOptions(clean, ['dryRun']).option('keep', {
              type: 'string',
              describe: 'runs of each dataset and recipe that stay [3]',
            }),
          handle(async (input, { keep }) =>
            (await import('./commands/runs.ts')).cleanRunsCommand(input, keep),
          ),
        ),
    )
    .command(
      'init',
      'set up this repository: a workflow for GitHub Actions, a configuration and a small list',
      (command) =>
        withOptions(command, []).option('from', {
          type: 'string',
          requiresArg: true,
          describe: 'where Sluice is on GitHub, as OWNER/REPOSITORY@COMMIT [this checkout]',
        }),
      handle(async (input, { from }) =>
        (await import('./commands/init.ts')).initCommand(input, from),
      ),
    )
    .command(
      'doctor',
      'check this machine, and with --model the key and the model',
      (command) =>
        withOptions(command, [
          'model',
          'modelUrl',
          'modelKeyVariable',
          'searchUrl',
          'searchKeyVariable',
        ]),
      handle(async (input) => (await import('./commands/doctor.ts')).doctorCommand(input)),
    )
    .command(
      'completion',
      'print a script for bash and zsh that completes commands and options',
      (command) => command,
      handle(async (input) => (await import('./commands/completion.ts')).completionCommand(input)),
    )
    .option('config', {
      type: 'string',
      describe: 'configuration file [sluice.config.ts]',
      global: true,
    })
    .parserConfiguration({ 'parse-numbers': false, 'dot-notation': false })
    .version(await readVersion())
    .alias('h', 'help')
    .strict()
    .wrap(Math.min(110, context.streams.stderr.columns ?? 100))
    .exitProcess(false)
    .fail((message, error) => {
      // A message is the parser's own; without one, a command has thrown.
      if (!message) throw error;
      throw new UsageError(`${message}; \`pnpm enrich --help\` shows what there is`);
    });
  await parser.parseAsync();
  return exitCode;
}

/** Options that every command takes. */
const COMMON = new Set<RunOptionName>(['state', 'json', 'quiet', 'logLevel']);

function withDataset<Arguments>(command: Argv<Arguments>) {
  return command.positional('dataset', {
    type: 'string',
    describe: 'the list: CSV, TSV, JSON, JSON Lines, Parquet, Arrow, Excel (book.xlsx#Sheet)',
  });
}

function withOptions<Arguments>(
  command: Argv<Arguments>,
  names?: readonly RunOptionName[],
): Argv<Arguments> {
  const rows = optionTable.filter(
    ({ name }) => names === undefined || names.includes(name) || COMMON.has(name),
  );
  return rows.reduce(
    (result, { name, type, group, describe }) =>
      result.option(flagName(name).slice(2), {
        type: type === 'array' ? 'string' : type,
        array: type === 'array',
        requiresArg: type !== 'boolean',
        group,
        describe,
      }) as Argv<Arguments>,
    command,
  );
}

function flagsOf(parsed: Record<string, unknown>): Record<string, unknown> {
  const given = optionTable.filter(({ name }) => parsed[name] !== undefined);
  return Object.fromEntries(given.map(({ name }) => [name, parsed[name]]));
}
