export * from './lint-workflow.ts';
export type { StandIns } from './run-job.ts';
export type { StepProcess } from './step-process.ts';
export * from './workflow-run.ts';
