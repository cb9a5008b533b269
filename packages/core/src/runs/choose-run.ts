import { UsageError } from '../errors.ts';
import type { Manifest } from '../model/manifest.ts';

/** What a command asks for, before it is known whether a run for it exists. */
export interface WantedRun {
  readonly name: string;
  readonly recipe: string;
  readonly datasetPath: string;
  /** Null when it cannot be that of an earlier run. */
  readonly identity: string | null;
  /** Null when the command does not say. */
  readonly shards: number | null;
  readonly isFresh: boolean;
}

/** An earlier run, how many records of it are done, and whether nothing is left to do for it. */
export interface KnownRun {
  readonly manifest: Manifest;
  readonly settled: number;
  readonly isFinished: boolean;
}

export type RunChoice =
  | { readonly kind: 'continue'; readonly run: KnownRun }
  | { readonly kind: 'new'; readonly basedOn: string | null };

/**
 * Decides whether a command continues the latest run or starts a new one based on it.
 *
 * @param latest - the latest run of the same name and recipe; null if there is none
 * @throws UsageError when the name belongs to a dataset at another path
 */
export function chooseRun(wanted: WantedRun, latest: KnownRun | null): RunChoice {
  if (latest === null) return { kind: 'new', basedOn: null };
  const { manifest, isFinished } = latest;
  if (manifest.dataset.path !== wanted.datasetPath) throw nameTaken(wanted, manifest);
  if (wanted.isFresh) return { kind: 'new', basedOn: null };
  const isSame = manifest.identity === wanted.identity;
  const hasShards = wanted.shards === null || wanted.shards === manifest.shards.count;
  if (isSame && hasShards && !isFinished) return { kind: 'continue', run: latest };
  return { kind: 'new', basedOn: manifest.runId };
}

function nameTaken(wanted: WantedRun, manifest: Manifest): UsageError {
  return new UsageError(
    `the name \`${wanted.name}\` belongs to \`${manifest.dataset.path}\` (run \`${manifest.runId}\`); ` +
      `give \`${wanted.datasetPath}\` another one with --name`,
  );
}
