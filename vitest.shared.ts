import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/** Every package runs its tests the same way: beside the source, in child processes. */
export const sharedConfig = defineConfig({
  test: {
    // Half of a test's time is waiting: for a child process, which waits for a server. One more than there are
    // cores keeps them at work.
    maxWorkers: availableParallelism() + 1,
    include: ['src/**/*.test.ts', 'proofs/**/*.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 30_000,
    passWithNoTests: true,
  },
});
