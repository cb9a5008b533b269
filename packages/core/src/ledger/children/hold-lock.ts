/** Takes the lock of the folder it is given, says how that went, and holds it until it is killed. */
import { writeSync } from 'node:fs';
import { UsageError } from '../../errors.ts';
import { acquireShardLock } from '../shard-lock.ts';

const [folder = ''] = process.argv.slice(2);
try {
  await acquireShardLock(folder);
  writeSync(1, 'locked\n');
  process.stdin.resume();
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  writeSync(1, `refused: ${error.message}\n`);
}
