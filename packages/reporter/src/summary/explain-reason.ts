/** What the engine's own reasons mean; those of a recipe's adapters are explained by the caller. */
const EXPLANATIONS: Readonly<Record<string, string>> = {
  limit: 'The run was limited to fewer rows',
  missing_shard: 'The shard of these rows has not delivered its results',
  not_finished: 'The run stopped before it came to these rows',
  unfinished: 'The run has not come to these rows yet',
  interrupted: 'The run was interrupted before it came to these rows',
  time_budget: 'The time for the run was used up',
  budget: 'The money for the run was used up',
  health: 'The machine or its network was in trouble for too long, so the run stopped itself',
  internal_error: 'An error in the program left these rows unfinished',
  process_killed: 'Working on this row ended the process several times, so it is left alone',
};

/** Says in words what a reason means; null where it is not one of the engine's. */
export function explainReason(reason: string): string | null {
  return EXPLANATIONS[reason] ?? null;
}
