import { UsageError } from '@sluice/core';
import type { RunOptions } from '../options/run-options.ts';

/** The options with a model that can be asked, or with none. */
export interface UsableModel {
  readonly options: RunOptions;
  /** Why the model that was named is not asked; null where it is, or none was named. */
  readonly note: string | null;
}

/**
 * Leaves a model out that there is no key for, so that the run does what can be done without.
 *
 * @throws UsageError when a server is named and no model
 */
export function usableModel(options: RunOptions, environment: NodeJS.ProcessEnv): UsableModel {
  const { model, modelUrl, modelKeyVariable } = options;
  if (model === undefined) {
    if (modelUrl === undefined) return { options, note: null };
    throw new UsageError(
      `--model-url \`${modelUrl}\` is of no use without --model; name one of its models`,
    );
  }
  if (modelUrl !== undefined || (environment[modelKeyVariable] ?? '') !== '') {
    return { options, note: null };
  }
  const { model: _, ...rest } = options;
  const note = `the variable ${modelKeyVariable} holds no key, so the model ${model} is not asked and its columns stay empty`;
  return { options: rest, note };
}
