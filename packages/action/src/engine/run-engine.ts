import type { JobContext } from '../job-context.ts';
import { startEngine, type EngineEnd } from './engine.ts';

/** What the engine's exit code means; `pnpm enrich --help` and the README list them. */
export const engineExit = { complete: 0, belowQuality: 1, usage: 2, resumable: 3 } as const;

/** The engine refused its input: what it said, for an annotation. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError';
}

/**
 * Runs `pnpm enrich` to its end.
 *
 * @param accepted - exit codes that are no error here
 * @throws RefusedError when it refuses its input; Error for any other end
 */
export async function runEngine(
  { workspace, state }: JobContext,
  words: readonly string[],
  accepted: readonly number[] = [engineExit.complete],
): Promise<EngineEnd> {
  const end = await startEngine([...words, '--state', state], { cwd: workspace }).ended;
  if (end.exitCode !== null && accepted.includes(end.exitCode)) return end;
  if (end.exitCode === engineExit.usage) throw new RefusedError(refusal(end.lastWords));
  throw new Error(`the engine ended with ${end.signal ?? `exit code ${end.exitCode}`}`);
}

/** From the line that begins with `error:` on. */
function refusal(lines: readonly string[]): string {
  const from = lines.findLastIndex((line) => line.startsWith('error: '));
  return lines
    .slice(Math.max(0, from))
    .join('\n')
    .replace(/^error: /, '');
}

/** The event of a name among those that the engine gave. */
export function findEvent({ events }: EngineEnd, name: string): Readonly<Record<string, unknown>> {
  const found = events.find(({ event }) => event === name);
  if (found === undefined) throw new Error(`the engine gave no event ${name}`);
  return found;
}
