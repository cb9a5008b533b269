import { join } from 'node:path';
import { openDuckDB, sqlText } from '@sluice/core';
import { describe, expect, test } from 'vitest';
import {
  companies,
  createFixtureRun,
  enrichedRecord,
  entriesOf,
  sealSegment,
} from '../testing/fixture-run.ts';
import { query } from '../testing/query.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { mergeRun } from './merge-run.ts';

describe('entries', () => {
  test('takes the newest of a record, also when a segment was sealed twice', async () => {
    const root = await temporaryFolder();
    const run = await createFixtureRun(root, {
      rows: companies(2),
      records: [
        {
          ordinal: 0,
          status: 'failed',
          reason: 'http_503',
          stages: [{ stage: 'crawl', outcome: 'failed', reason: 'http_503' }],
        },
        enrichedRecord(1, '+12025550101'),
      ],
    });
    const retried = entriesOf(enrichedRecord(0, '+12025550100'), { rows: companies(2) });
    const db = await openDuckDB();
    for (const number of [2, 3]) {
      const again = retried.map((entry, index) => ({ ...entry, seq: 5_000 + index }));
      await sealSegment(db, run.folder.shard(1, 1), number, again);
    }
    db.close();

    const out = join(root, 'out');
    const summary = await mergeRun(run.folder, run.manifest, { out });

    expect(summary.rows).toMatchObject({ complete: 2, failed: 0 });
    const ledger = await query(
      `SELECT ordinal::INTEGER AS ordinal, kind, status, outcome, stage FROM ${sqlText(run.folder.ledger)}`,
    );
    expect(ledger).toEqual([
      { ordinal: 0, kind: 'result', status: null, outcome: 'ok', stage: 'crawl' },
      { ordinal: 0, kind: 'result', status: null, outcome: 'ok', stage: 'rules' },
      { ordinal: 0, kind: 'record', status: 'complete', outcome: null, stage: null },
      { ordinal: 1, kind: 'result', status: null, outcome: 'ok', stage: 'crawl' },
      { ordinal: 1, kind: 'result', status: null, outcome: 'ok', stage: 'rules' },
      { ordinal: 1, kind: 'record', status: 'complete', outcome: null, stage: null },
    ]);
  });

  test('leaves attempts and what was parked out of the ledger', async () => {
    const root = await temporaryFolder();
    const run = await createFixtureRun(root, {
      rows: companies(1),
      records: [enrichedRecord(0, '+12025550100')],
    });
    const db = await openDuckDB();
    await sealSegment(db, run.folder.shard(1, 1), 2, [
      { kind: 'attempt', ordinal: 0, stage: 'crawl', alone: true },
      { kind: 'parked', ordinal: 0, reason: 'http_503' },
    ]);
    db.close();
    await mergeRun(run.folder, run.manifest, { out: join(root, 'out') });
    const kinds = await query(
      `SELECT DISTINCT kind FROM ${sqlText(run.folder.ledger)} ORDER BY kind`,
    );
    expect(kinds).toEqual([{ kind: 'record' }, { kind: 'result' }]);
  });
});
