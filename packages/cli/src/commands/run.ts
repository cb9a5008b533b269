import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { systemClock, UsageError, formatCount, plural, type StopReason } from '@sluice/core';
import type { RunSummary } from '@sluice/reporter';
import { shownPath, type CommandInput } from '../command-context.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import type { RunOptions } from '../options/run-options.ts';
import { describeEstimate, estimateCalls } from '../prepare/estimate-calls.ts';
import { openCommand, type OpenCommand } from '../prepare/open-command.ts';
import { findRun } from '../prepare/find-run.ts';
import { hashFile } from '../prepare/hash-file.ts';
import { prepareRun } from '../prepare/prepare-run.ts';
import { namesOf, outputFolders, type OutputFolders } from '../prepare/run-paths.ts';
import type { IntendedRun, PreparedRun } from '../prepare/run-request.ts';
import { sample, sampleDefaults } from '../prepare/sample.ts';
import { describeRows } from '../progress/describe-rows.ts';
import { formatDuration } from '../progress/format-progress.ts';
import { continueCommand, withoutLimit, withTwiceTheBudget } from '../run/continue-command.ts';
import { damage, finishRun } from '../run/finish-run.ts';
import { isRunRemoved, runRemoved } from '../run/run-removed.ts';
import type { ShardsOutcome } from '../run/shard-runs.ts';
import { workOnShards } from '../run/work-on-shards.ts';

/** `pnpm enrich [dataset]`: runs or continues, merges, reports. */
export async function runCommand(
  input: CommandInput,
  dataset: string | undefined,
): Promise<ExitCode> {
  const startedMs = systemClock.now();
  const { command, location } = await openRunCommand(input, dataset);
  const { options, console } = command;
  let intendedRows = 0;
  const run = await prepareRun(input.context, location, options, {
    say: (line) => console.say(line),
    mayCreate: (intended) => {
      outputFolders(input.context, options, intended);
      if (options.dryRun) console.say(describeIntended(intended));
      intendedRows = intended.rows;
      return !options.dryRun;
    },
  });
  if (options.dryRun) await tellEstimate(input, command, location, run, intendedRows);
  if (run === null) return EXIT.complete;
  const folders = outputFolders(input.context, options, namesOf(run.manifest));
  announce(command, run);
  if (options.dryRun) return EXIT.complete;
  return await carryOut(input, command, run, { folders, startedMs }).catch((error: unknown) => {
    throw isRunRemoved(run.folder) ? runRemoved(run.folder, error) : error;
  });
}

/** Works on the run, merges and reports. */
async function carryOut(
  input: CommandInput,
  command: OpenCommand,
  run: PreparedRun,
  { folders, startedMs }: { readonly folders: OutputFolders; readonly startedMs: number },
): Promise<ExitCode> {
  const { options, console } = command;
  const outcome = await workOnShards(input, command, run);
  reportBugs(command, outcome);
  if (options.shard !== undefined) return closeShard(input, command, run, outcome);
  const finished = await finishRun({
    folder: run.folder,
    manifest: run.manifest,
    folders,
    formats: options.format,
    pending: pendingOf(options, outcome),
    remarks: remarksOf(run, outcome),
    nextSteps: nextSteps(input, options, outcome),
  });
  const { summary, report } = finished;
  const exitCode = exitCodeFor(options, outcome, summary);
  console.event('finished', { exitCode, summary, report });
  console.say(`${describeRows(summary.rows)}, in ${formatDuration(systemClock.now() - startedMs)}`);
  console.say(`results  ${shownPath(input.context, folders.out)}`);
  console.say(`report   ${shownPath(input.context, report)}`);
  if (exitCode === EXIT.resumable) tellHowToGoOn(input, command, outcome);
  return exitCode;
}

/** What a model and a search will be asked, and what that takes. */
async function tellEstimate(
  { context }: CommandInput,
  { console, options }: OpenCommand,
  location: string | null,
  run: PreparedRun | null,
  intendedRows: number,
): Promise<void> {
  const rows = run === null ? intendedRows : run.manifest.dataset.rows - run.settled;
  const dataset = location ?? run?.manifest.dataset.path ?? sample.dataset;
  const estimate = await estimateCalls(context, dataset, options, rows);
  if (estimate === null) return;
  console.event('estimate', estimate);
  console.say(describeEstimate(estimate));
}

/** Without a dataset: that of the run which `--run` names, or the bundled sample. */
async function openRunCommand(
  input: CommandInput,
  dataset: string | undefined,
): Promise<{ command: OpenCommand; location: string | null }> {
  if (dataset !== undefined) {
    refuseUnknownWord(input, dataset);
    return { command: await openCommand(input), location: resolve(input.context.cwd, dataset) };
  }
  const command = await openCommand(input);
  const { run } = command.options;
  if (run === undefined) {
    return { command: await openCommand(input, sampleDefaults), location: sample.dataset };
  }
  const { manifest } = await findRun(input.context, command.options, run);
  const isSample = manifest.dataset.sha256 === (await hashFile(sample.dataset));
  return { command: isSample ? await openCommand(input, sampleDefaults) : command, location: null };
}

/** A command that is mistyped is taken for a dataset. */
function refuseUnknownWord({ context }: CommandInput, word: string): void {
  if (!/^[a-z]+$/i.test(word) || existsSync(resolve(context.cwd, word))) return;
  throw new UsageError(
    `there is neither a command nor a file \`${word}\`; \`pnpm enrich --help\` lists the commands`,
  );
}

function tellHowToGoOn(
  input: CommandInput,
  { console, options }: OpenCommand,
  outcome: ShardsOutcome,
) {
  const why = outcome.stopped?.message ?? 'some rows have to wait';
  console.warn(`stopped: ${why}; to go on: ${goOnCommand(input, options, outcome)}`);
}

function goOnCommand({ argv }: CommandInput, { budgetUsd }: RunOptions, outcome: ShardsOutcome) {
  const isUsedUp = outcome.stopped?.code === 'budget' && budgetUsd !== undefined;
  return continueCommand(isUsedUp ? withTwiceTheBudget(argv, budgetUsd) : argv);
}

function describeIntended(intended: IntendedRun): string {
  const { rows, shardCount, basedOn } = intended;
  const based = basedOn === null ? '' : `, taking over what is unchanged from run ${basedOn}`;
  return `would start a run of ${plural(rows, 'row')} in ${plural(shardCount, 'shard')}${based}`;
}

function announce({ console, options }: OpenCommand, run: PreparedRun): void {
  const { runId, dataset, basedOn, shards } = run.manifest;
  const rows = formatCount(dataset.rows);
  const left = formatCount(dataset.rows - run.settled);
  const based = basedOn === null ? '' : `, based on ${basedOn}`;
  const would = options.dryRun ? 'would go on with' : 'resuming';
  console.say(
    run.isNew
      ? `run ${runId}: ${plural(dataset.rows, 'row')} in ${plural(shards.count, 'shard')}${based}`
      : `${would} run ${runId}: ${formatCount(run.settled)} of ${rows} done, ${left} to go`,
  );
  console.event('run', {
    runId,
    isNew: run.isNew,
    rows: dataset.rows,
    settled: run.settled,
    basedOn,
  });
  if (options.workers > 1 && shards.count === 1) {
    console.say(
      'note: the run has one shard, so one worker works on it; --shards divides a new run',
    );
  }
}

function reportBugs({ console }: OpenCommand, { shards }: ShardsOutcome): void {
  const [bug] = shards.flatMap(({ bugs }) => bugs);
  if (bug === undefined) return;
  console.warn(
    `a bug in Sluice left rows unfinished; please report it:\n${bug.stack ?? bug.message}`,
  );
}

/** One shard of several is done: the others are somebody else's, and so is the merge. */
function closeShard(
  input: CommandInput,
  command: OpenCommand,
  run: PreparedRun,
  outcome: ShardsOutcome,
): ExitCode {
  const done = outcome.shards.reduce((sum, shard) => sum + shard.done, 0);
  const { index, count } = command.options.shard!;
  const { runId } = run.folder;
  command.console.event('shard', { runId, shard: index, done, stopped: outcome.stopped });
  command.console.say(
    `shard ${index}/${count} of run ${runId}: ${plural(done, 'record')} done; \`pnpm enrich merge ${runId}\` puts the shards together`,
  );
  if (hasBugs(outcome)) return EXIT.bug;
  if (outcome.stopped === null && !hasParked(outcome)) return EXIT.complete;
  tellHowToGoOn(input, command, outcome);
  return EXIT.resumable;
}

function pendingOf(options: RunOptions, { stopped }: ShardsOutcome) {
  const reason = pendingReason(stopped, options);
  return { reason, absentShardReason: reason };
}

function pendingReason(stopped: StopReason | null, options: RunOptions): string {
  return stopped?.code ?? (options.limit === undefined ? 'unfinished' : 'limit');
}

function remarksOf(run: PreparedRun, { shards }: ShardsOutcome): string[] {
  const { recipe, recipeOptions, folder, manifest } = run;
  const { count } = manifest.shards;
  const damaged = shards.flatMap(({ shard, recovery }) =>
    damage(folder, folder.shard(shard, count), recovery),
  );
  return [...(recipe.remarks?.(recipeOptions) ?? []).map(String), ...damaged];
}

function nextSteps(input: CommandInput, options: RunOptions, outcome: ShardsOutcome) {
  const { argv } = input;
  const goOn = {
    purpose: 'Go on with what is left',
    command: goOnCommand(input, options, outcome),
  };
  const retry = {
    purpose: 'Try again what failed',
    command: continueCommand(argv, ['--retry-failed']),
    isForFailures: true,
  };
  if (outcome.stopped !== null || hasParked(outcome)) return [goOn, retry];
  const unlimited = withoutLimit(argv);
  if (unlimited === null) return [retry];
  const purpose = 'Do the rest of the rows';
  return [{ purpose, command: continueCommand(unlimited), isForPending: true }, retry];
}

/** In the order of precedence of the exit codes. */
function exitCodeFor(options: RunOptions, outcome: ShardsOutcome, summary: RunSummary): ExitCode {
  if (hasBugs(outcome)) return EXIT.bug;
  const isWhole = summary.rows.pending === 0 || options.limit !== undefined;
  if (outcome.stopped !== null || hasParked(outcome) || !isWhole) return EXIT.resumable;
  const accepted = options.maxFailureRate ?? 1;
  return (summary.failureRate ?? 0) > accepted ? EXIT.belowQuality : EXIT.complete;
}

function hasBugs({ shards }: ShardsOutcome): boolean {
  return shards.some(({ bugs }) => bugs.length > 0);
}

function hasParked({ shards }: ShardsOutcome): boolean {
  return shards.some(({ parked }) => Object.keys(parked).length > 0);
}
