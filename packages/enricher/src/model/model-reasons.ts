/** What the reason codes of asking a model mean, in one sentence without a full stop. */
const reasons = {
  model_rate_limited: 'The model’s server asks to send fewer calls',
  model_busy: 'The model’s server is overloaded',
  model_failed: 'The model’s server failed',
  model_unreachable: 'The model’s server could not be reached, or broke off',
  model_timeout: 'The model’s server did not answer in time',
  model_bad_answer: 'The model’s server answered something that is no completion',
  model_bad_request: 'The model’s server refused the request',
  model_no_credit: 'The credit or quota of the model’s account is used up',
  model_not_allowed: 'The model’s server does not accept the key',
  model_not_found: 'The model’s server knows no such model',
  model_refused: 'The model refused to answer',
  model_filtered: 'The provider’s content filter held the answer back',
  model_empty: 'The model answered nothing',
  model_cut_off: 'The answer was longer than is allowed, also the second time',
  model_misfit: 'The answer does not fit the form, also after a correction',
  no_text: 'The pages have too little text to ask a model about',
} as const satisfies Record<string, string>;

export type ModelReason = keyof typeof reasons;

/** Says in words what a reason of the model's stages means; undefined for any other. */
export function explainModelReason(reason: string): string | undefined {
  const table: Readonly<Record<string, string>> = reasons;
  return Object.hasOwn(table, reason) ? table[reason] : undefined;
}
