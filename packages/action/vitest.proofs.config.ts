import { defineConfig } from 'vitest/config';
import testConfig from './vitest.config.ts';

// Scenarios that take longer than a test command may; `pnpm --filter @sluice/action run proofs` runs them.
export default defineConfig({
  test: { ...testConfig.test, include: ['proofs/**/*.proof.ts'] },
});
