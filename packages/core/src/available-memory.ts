import { totalmem } from 'node:os';
import { constrainedMemory } from 'node:process';

/** What this process may use: the container's limit, else the machine's memory. In bytes. */
export function availableMemory(): number {
  const limit = constrainedMemory();
  return limit > 0 && limit < totalmem() ? limit : totalmem();
}
