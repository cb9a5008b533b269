import { ResumableError, UsageError } from '@sluice/core';

/** An error on its way between processes. */
export interface PlainError {
  readonly name: string;
  readonly message: string;
  readonly stack: string | undefined;
  readonly code: string | undefined;
}

export function plainError(error: unknown): PlainError {
  const { name, message, stack, code } = error as Error & { code?: string };
  return { name, message, stack, code };
}

export function reviveError(error: PlainError): Error {
  if (error.name === 'UsageError') return new UsageError(error.message);
  if (error.name === 'ResumableError') {
    return new ResumableError(error.code ?? 'failed', error.message);
  }
  const { message, stack = '', code } = error;
  return Object.assign(new Error(message), { stack, ...(code !== undefined && { code }) });
}
