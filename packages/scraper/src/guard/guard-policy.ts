/**
 * What may be contacted beyond the public internet. There is no value that turns the guard off: a
 * policy names at most one exact endpoint, which is how tests reach their server on loopback.
 */
export interface GuardPolicy {
  readonly exempt: { readonly address: string; readonly port: number } | null;
}

/** The policy of every run. */
export const publicOnly: GuardPolicy = { exempt: null };

export function isExempt(policy: GuardPolicy, address: string, port: number): boolean {
  return policy.exempt?.address === address && policy.exempt.port === port;
}
