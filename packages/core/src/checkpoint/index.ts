/** What a process without DuckDB needs of checkpoints: to check them and to put them back. */
export * from './check-checkpoint.ts';
export * from './checkpoint.ts';
export * from './restore-checkpoint.ts';
export { manifestSchema, type Manifest } from '../model/manifest.ts';
export { runFolder, type RunFolder } from '../runs/run-folder.ts';
