/**
 * What the process that parses pages must not have: the runner's tokens and addresses, this action's
 * inputs, and the files through which a step gives commands to the runner.
 */
const WITHHELD =
  /^(ACTIONS_|INPUT_|STATE_|GH_TOKEN$|GITHUB_TOKEN$|GITHUB_(ENV|OUTPUT|PATH|STATE|STEP_SUMMARY)$)/i;

/** The environment of the engine: this process's without what is the runner's alone. */
export function engineEnvironment(
  environment: NodeJS.ProcessEnv,
  changes: Readonly<Record<string, string | undefined>> = {},
): NodeJS.ProcessEnv {
  const kept = Object.entries(environment).filter(([name]) => !WITHHELD.test(name));
  return { ...Object.fromEntries(kept), ...changes };
}
