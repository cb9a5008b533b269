import { resolve } from 'node:path';
import { estimateWorkMs, sliceBases, formatCount } from '@sluice/core';
import { shownPath, type CommandInput } from '../command-context.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { describeEstimate, estimateCalls } from '../prepare/estimate-calls.ts';
import { openCommand } from '../prepare/open-command.ts';
import { prepareRun } from '../prepare/prepare-run.ts';
import { sample, sampleDefaults } from '../prepare/sample.ts';

/**
 * `pnpm enrich plan [dataset]`: freezes the rows and divides them into shards, or finds that done.
 *
 * @param baseSlices - folder for the parts of earlier runs that shards on other machines need
 */
export async function planCommand(
  input: CommandInput,
  dataset: string | undefined,
  baseSlices?: string,
): Promise<ExitCode> {
  const { options, console } = await openCommand(input, dataset ? {} : sampleDefaults);
  const location = dataset ? resolve(input.context.cwd, dataset) : sample.dataset;
  const run = await prepareRun(input.context, location, options, {
    say: (line) => console.say(line),
    mayCreate(intended) {
      if (options.dryRun) console.event('intended', intended);
      return !options.dryRun;
    },
  });
  if (run === null) {
    if (!options.json) console.say('would plan a new run');
    return EXIT.complete;
  }
  const sliced =
    baseSlices === undefined
      ? []
      : await sliceBases(run.folder, run.manifest, resolve(input.context.cwd, baseSlices));
  const { runId, dataset: frozen, shards, basedOn } = run.manifest;
  const { manifest, isNew, settled } = run;
  const expectedMs = estimateWorkMs(frozen.rows);
  console.event('plan', { manifest, isNew, settled, sliced, expectedMs });
  console.print(`run      ${runId}${run.isNew ? '' : ' (planned before)'}`);
  console.print(`rows     ${formatCount(frozen.rows)}, ${formatCount(run.settled)} of them done`);
  console.print(`shards   ${shards.count}: ${shards.rows.map(formatCount).join(' ')} rows`);
  if (basedOn !== null) console.print(`based on ${basedOn}`);
  const estimate = await estimateCalls(input.context, location, options, frozen.rows - run.settled);
  if (estimate !== null) {
    console.event('estimate', estimate);
    console.print(describeEstimate(estimate));
  }
  console.print(`folder   ${shownPath(input.context, run.folder.path)}`);
  return EXIT.complete;
}
