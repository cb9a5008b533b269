import { join } from 'node:path';

/** Where everything of a run lies; `root` is the state folder, `.sluice` by default. */
export interface RunFolder {
  readonly runId: string;
  /** The state folder. */
  readonly root: string;
  /** The folder of all runs. */
  readonly runs: string;
  readonly path: string;
  readonly manifest: string;
  readonly rows: string;
  /** Written by merge; what the next run is based on. */
  readonly ledger: string;
  readonly log: string;
  /** @param shard - from 1 to `count` */
  shard(shard: number, count: number): string;
}

export function runFolder(root: string, runId: string): RunFolder {
  const runs = join(root, 'runs');
  const path = join(runs, runId);
  return {
    runId,
    root,
    runs,
    path,
    manifest: join(path, 'run.json'),
    rows: join(path, 'rows.parquet'),
    ledger: join(path, 'ledger.parquet'),
    log: join(path, 'run.log'),
    shard: (shard, count) => join(path, `shard-${digits(shard)}-of-${digits(count)}`),
  };
}

function digits(value: number): string {
  return String(value).padStart(4, '0');
}
