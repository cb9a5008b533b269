import { createMemorySource } from './memory-source.ts';
import { workSourceContract } from './work-source-contract.ts';

workSourceContract('the source in memory', async (records, clock) => ({
  source: createMemorySource(records, clock),
  close: async () => {},
}));
