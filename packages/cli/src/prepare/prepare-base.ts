import { existsSync, statSync } from 'node:fs';
import { readManifest, sealRun, type RunFolder } from '@sluice/core';
import { findSegments, mergeLedger } from '@sluice/reporter';

/** Brings the `ledger.parquet` of an earlier run up to date, should that run have been killed. */
export async function prepareBase(folder: RunFolder): Promise<void> {
  const manifest = await readManifest(folder);
  await sealRun(folder, manifest);
  const { files } = await findSegments(folder, manifest);
  const writtenMs = existsSync(folder.ledger) ? statSync(folder.ledger).mtimeMs : 0;
  const isCurrent = files.every((file) => statSync(file).mtimeMs <= writtenMs);
  if (writtenMs === 0 || !isCurrent) await mergeLedger(folder, manifest);
}
