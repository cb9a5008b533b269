/**
 * Appends results and records from where the folder stands, and prints the ordinal of each record once
 * it is acknowledged. Ends with what the ledger failed with as JSON, or when it is killed.
 *
 * Arguments: folder, number of records, bytes of each value, records in flight.
 */
import { writeSync } from 'node:fs';
import { ResumableError } from '../../errors.ts';
import { sampleAttempt, sampleRecord, sampleResult } from '../../testing/ledger-entries.ts';
import { openFileLedger } from '../open-file-ledger.ts';

const [folder = '', count = '0', bytes = '0', inFlight = '1'] = process.argv.slice(2);
const value = 'x'.repeat(Number(bytes));
const ledger = await openFileLedger({ folder, commitIntervalMs: 2, sealResults: 40 });

try {
  const { ordinals } = ledger.settledOrdinals();
  const open = Array.from({ length: Number(count) }, (_, at) => at).filter(
    (at) => !ordinals.has(at),
  );
  while (open.length > 0) await Promise.all(open.splice(0, Number(inFlight)).map(finishRecord));
  await ledger.close();
  writeSync(1, 'done\n');
} catch (error) {
  if (!(error instanceof ResumableError)) throw error;
  writeSync(1, `${JSON.stringify({ code: error.code, message: error.message })}\n`);
}

async function finishRecord(ordinal: number): Promise<void> {
  void ledger.append([sampleAttempt(ordinal)]);
  await ledger.append([sampleResult(ordinal, { value }), sampleRecord(ordinal)]);
  writeSync(1, `${ordinal}\n`);
}
