import type { Database, Manifest, RunFolder } from '@sluice/core';
import type { ResultColumns } from '../merge/result-columns.ts';
import { compareRuns, type BaseRun } from './compare-runs.ts';
import { readHosts } from './read-hosts.ts';
import { readModelUse } from './read-model-use.ts';
import { readFilled, readSample, readStatuses, readValues } from './read-outcome.ts';
import {
  readEvidence,
  readFirstVisit,
  readMinutes,
  readStages,
  readTroubles,
} from './read-work.ts';
import { readWebsites } from './read-websites.ts';
import type { TableFacts } from './summarise.ts';

export interface MergedTables {
  readonly folder: RunFolder;
  readonly manifest: Manifest;
  readonly columns: ResultColumns;
  /** Paths of the Parquet files. */
  readonly results: string;
  readonly evidence: string;
  readonly base: BaseRun | null;
}

/** Reads what a summary needs from the tables of a merge and the files it wrote. */
export async function readRunFacts(db: Database, tables: MergedTables): Promise<TableFacts> {
  const { manifest, columns, results, evidence, base } = tables;
  const filled = await readFilled(db, results, columns);
  const inputs = Object.values(manifest.dataset.inputs);
  return {
    statuses: await readStatuses(db, results, columns),
    filled,
    values: await readValues(db, results, columns, filled),
    sample: await readSample(db, results, columns, inputs, filled),
    troubles: await readTroubles(db),
    stages: await readStages(db),
    ...(await readHosts(db)),
    minutes: await readMinutes(db),
    beganAt: await readFirstVisit(db),
    evidence: await readEvidence(
      db,
      evidence,
      columns.outputs.map(({ source }) => source),
    ),
    model: await readModelUse(db),
    websites: await readWebsites(db),
    changes: base === null ? null : await compareRuns(db, tables, base),
  };
}
