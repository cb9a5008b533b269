import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { FoundCheckpoint } from '../checkpoints/find-checkpoint.ts';
import type { EngineEnd } from '../engine/engine.ts';
import { describeRestored } from '../summary/format-shard.ts';

/** The file beside a checkpoint that tells of the attempt. */
const FILE = 'attempt.json';

const noteSchema = z.object({
  attempt: z.number().int(),
  exitCode: z.number().int().nullable(),
  /** What the report should say of the attempt, in words; null for nothing. */
  remark: z.string().max(1_000).nullable(),
});
export type AttemptNote = z.infer<typeof noteSchema>;

/** Leaves a note of an attempt in the folder that is uploaded. */
export async function writeNote(
  folder: string,
  facts: { attempt: number; restored: FoundCheckpoint | null; end: EngineEnd },
): Promise<void> {
  const { attempt, restored, end } = facts;
  const remark = restored === null ? null : describeRestored(restored.checkpoint, attempt);
  const note: AttemptNote = { attempt, exitCode: end.exitCode, remark };
  await writeFile(join(folder, FILE), JSON.stringify(note));
}

/** Reads it; null where there is none, as in what comes from the cache, or what is there makes no sense. */
export async function readNote(folder: string): Promise<AttemptNote | null> {
  try {
    const parsed = noteSchema.safeParse(JSON.parse(await readFile(join(folder, FILE), 'utf8')));
    return parsed.data ?? null;
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    if (isMissing || error instanceof SyntaxError) return null;
    throw error;
  }
}
