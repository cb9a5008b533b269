import { UsageError } from '@sluice/core';

/** Reads a key where it is used, and nowhere else: no option, message, log or file holds it. */
export function readKey(variable: string): string | null {
  return process.env[variable] || null;
}

/**
 * @param whose - for the message, such as `the model's server`
 * @throws UsageError when the variable is not set
 */
export function requireKey(variable: string, whose: string): string {
  const key = readKey(variable);
  if (key !== null) return key;
  throw new UsageError(`the variable \`${variable}\` holds no key for ${whose}; set it`);
}
