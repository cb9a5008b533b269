import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { writeFileDurably } from '../durable-file.ts';
import type { HealthReport } from '../engine/run-health.ts';
import type { Log } from '../engine/log.ts';
import { nullWhereMissing } from '../null-where-missing.ts';

/** `health.json` of a shard's folder, there while the shard is not healthy, and after it stopped for that. */
const shardHealthSchema = z.object({
  version: z.literal(1),
  /** UTC, ISO 8601. */
  at: z.string(),
  state: z.enum(['degraded', 'critical']),
  reasons: z.array(z.object({ code: z.string(), detail: z.string() })),
});

export type ShardHealth = z.infer<typeof shardHealthSchema>;

/** Keeps a shard's health where other processes can read it. */
export interface HealthFile {
  /** Notes a change; a disk that takes no more is met by the ledger, so it is only logged here. */
  write(health: HealthReport): void;
  /** Resolves when what was noted is on disk. */
  written(): Promise<void>;
}

/** @param folder - the shard's */
export function openHealthFile(folder: string, log: Log): HealthFile {
  const path = fileIn(folder);
  let writing = Promise.resolve();
  const put = async ({ state, reasons }: HealthReport): Promise<void> => {
    try {
      if (state === 'healthy') return await rm(path, { force: true });
      const health = { version: 1, at: new Date().toISOString(), state, reasons };
      await writeFileDurably(path, `${JSON.stringify(health)}\n`);
    } catch (error) {
      log.warn({ err: error }, 'health cannot be noted');
    }
  };
  return {
    write(health) {
      writing = writing.then(() => put(health));
    },
    written: () => writing,
  };
}

/** Reads how a shard said last that it is; null while it is healthy, or was never begun. */
export async function readShardHealth(folder: string): Promise<ShardHealth | null> {
  const text = await readFile(fileIn(folder), 'utf8').catch(nullWhereMissing);
  return text === null ? null : shardHealthSchema.parse(JSON.parse(text));
}

function fileIn(folder: string): string {
  return join(folder, 'health.json');
}
