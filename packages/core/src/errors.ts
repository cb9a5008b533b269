import type { JsonObject } from './model/json.ts';

/**
 * What the engine does about an error: run the stage again within the record's retry budget, wait and
 * run it again without spending an attempt, give the record up, or stop the run so that it can be resumed.
 */
export type Disposition = 'retry' | 'defer' | 'fail-record' | 'stop-run';

/** What an adapter (HTTP, disk, model) throws after classifying what went wrong. */
export class StageError extends Error {
  static override [Symbol.hasInstance](value: unknown): boolean {
    return isNamed(value, 'StageError');
  }

  override readonly name = 'StageError';
  /** Stable snake_case reason, such as `host_not_found`; it ends up in reports and `_reason`. */
  readonly code: string;
  readonly disposition: Disposition;
  /** For `defer` (and as a hint for `retry`): how long to wait, in milliseconds. */
  readonly retryAfterMs: number | null;
  /** Facts for the report, such as the host; they become the `meta` of a failed result. */
  readonly meta: JsonObject;

  constructor(
    code: string,
    disposition: Disposition,
    message: string,
    options: { retryAfterMs?: number | null; meta?: JsonObject; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.code = code;
    this.disposition = disposition;
    this.retryAfterMs = options.retryAfterMs ?? null;
    this.meta = options.meta ?? {};
  }
}

/**
 * Bad usage, configuration or input (exit code 2). The message says what, the offending value in
 * backticks, and what to do next; nothing has been written when it is thrown.
 */
export class UsageError extends Error {
  static override [Symbol.hasInstance](value: unknown): boolean {
    return isNamed(value, 'UsageError');
  }

  override readonly name = 'UsageError';
}

/** The run cannot go on now but loses nothing (exit code 3), such as a full disk. */
export class ResumableError extends Error {
  static override [Symbol.hasInstance](value: unknown): boolean {
    return isNamed(value, 'ResumableError');
  }

  override readonly name = 'ResumableError';
  readonly code: string;

  constructor(code: string, message: string, options: { cause?: unknown } = {}) {
    super(message, options);
    this.code = code;
  }
}

/**
 * A recipe of somebody's own may bring a second copy of this module (one loaded as CommonJS, say), whose
 * errors mean the same: they are told by name, not by identity.
 */
function isNamed(value: unknown, name: string): boolean {
  return value instanceof Error && value.name === name;
}
