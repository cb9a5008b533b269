import { z } from 'zod';
import type { Json, JsonObject } from './json.ts';

/** SHA-256 in lowercase hexadecimal. */
export const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/);
const json = z.custom<Json>((value) => value !== undefined);
const jsonObject = z.custom<JsonObject>((value) => typeof value === 'object' && value !== null);

/** The result of a stage (`step` null) or of a durable sub-step, under its fingerprint. */
export const resultEntrySchema = z.object({
  kind: z.literal('result'),
  /** UTC, ISO 8601; kept when a result is taken over from an earlier run. */
  at: z.string(),
  ordinal: z.number().int().nonnegative(),
  shardKey: z.string(),
  stage: z.string(),
  step: z.string().nullable(),
  fingerprint: sha256Schema,
  inputSha256: sha256Schema,
  configSha256: sha256Schema,
  outcome: z.enum(['ok', 'skipped', 'failed']),
  reason: z.string().nullable(),
  detail: z.string().nullable(),
  value: json,
  meta: jsonObject,
  /** The run that produced it, where it was taken over; null when it was produced here. */
  fromRun: z.string().nullable(),
});

/**
 * Written before the work and not waited for. A `started` that neither a result nor an `ended` follows
 * means that the process died while it ran; `ended` is written when the attempt gave no result (it will
 * be tried again), so that retries do not look like crashes.
 */
export const attemptEntrySchema = z.object({
  kind: z.literal('attempt'),
  at: z.string(),
  ordinal: z.number().int().nonnegative(),
  stage: z.string(),
  fingerprint: sha256Schema,
  /** True when nothing else was in flight: a process that dies then was killed by this record. */
  alone: z.boolean(),
  phase: z.enum(['started', 'ended']),
});

export const recordStatusSchema = z.enum(['complete', 'partial', 'skipped', 'failed']);

/** A record is finished: its status and the stage results it rests on. */
export const recordEntrySchema = z.object({
  kind: z.literal('record'),
  at: z.string(),
  ordinal: z.number().int().nonnegative(),
  key: z.string(),
  status: recordStatusSchema,
  reason: z.string().nullable(),
  detail: z.string().nullable(),
  /** The output columns it ends with, and the stage that each came from. */
  columns: jsonObject,
  filledBy: z.record(z.string(), z.string()),
  /** Fingerprint of each stage's result, in stage order. */
  stages: z.array(z.object({ stage: z.string(), fingerprint: sha256Schema })),
});

/** A record is left for the next resume, and what it waits for; until a `record` of it is there. */
export const parkedEntrySchema = z.object({
  kind: z.literal('parked'),
  at: z.string(),
  ordinal: z.number().int().nonnegative(),
  reason: z.string(),
});

export const ledgerEntrySchema = z.discriminatedUnion('kind', [
  resultEntrySchema,
  attemptEntrySchema,
  recordEntrySchema,
  parkedEntrySchema,
]);

export type ResultEntry = z.infer<typeof resultEntrySchema>;
export type AttemptEntry = z.infer<typeof attemptEntrySchema>;
export type RecordEntry = z.infer<typeof recordEntrySchema>;
export type LedgerEntry = z.infer<typeof ledgerEntrySchema>;
export type RecordStatus = z.infer<typeof recordStatusSchema>;
