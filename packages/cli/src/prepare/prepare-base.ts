import { readManifest, sealRun, type RunFolder } from '@sluice/core';
import { mergeLedger } from '@sluice/reporter';

/** Brings the `ledger.parquet` of an earlier run up to date, should that run have been killed. */
export async function prepareBase(folder: RunFolder): Promise<void> {
  const manifest = await readManifest(folder);
  await sealRun(folder, manifest);
  await mergeLedger(folder, manifest);
}
