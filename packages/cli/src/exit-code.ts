/** What the exit code of `pnpm enrich` says, in order of precedence. */
export const EXIT = {
  /** A bug in Sluice; its stack is printed. */
  bug: 70,
  /** Bad usage, configuration or input; nothing was written. */
  usage: 2,
  /** Stopped early or incomplete; the same command goes on. */
  resumable: 3,
  /** Complete, but with more failures than accepted. */
  belowQuality: 1,
  complete: 0,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
