import type { Manifest } from '../model/manifest.ts';

/** The shards of a run that there is work for, from 1. */
export function shardsWithRows({ shards }: Manifest): number[] {
  return shards.rows.flatMap((rows, at) => (rows > 0 ? [at + 1] : []));
}
