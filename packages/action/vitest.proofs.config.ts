import { mergeConfig } from 'vitest/config';
import testConfig from './vitest.config.ts';

// Scenarios that take longer than a test command may; `pnpm --filter @sluice/action run proofs` runs them.
export default mergeConfig(testConfig, { test: { include: ['proofs/**/*.proof.ts'] } });
