export * from './ledger-contract.ts';
export * from './memory-ledger.ts';
export * from './memory-source.ts';
export * from './mount-small-disk.ts';
export * from './work-source-contract.ts';
