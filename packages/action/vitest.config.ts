import { mergeConfig } from 'vitest/config';
import { sharedConfig } from '../../vitest.shared.ts';

// The scenarios run the bundle, as a runner does.
export default mergeConfig(sharedConfig, {
  test: { globalSetup: 'bundle-action.ts' },
});
