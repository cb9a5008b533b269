import { bundleAction } from './bundle-action.ts';

await bundleAction();
