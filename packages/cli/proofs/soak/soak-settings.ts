/**
 * Options of the command in a full soak: `--timeout` so that hundreds of silent hosts end in minutes, and a
 * fixed `--concurrency` since more records in work take more memory, which is not what is looked for.
 */
export const fullSoak = {
  options: { '--timeout': '10s', '--retries': '2', '--max-defer': '1m', '--concurrency': '50' },
  timeoutMs: 60 * 60_000,
} as const;

/** In the short form, every limit is as short as a busy machine bears. */
export const shortSoak = {
  options: { '--timeout': '2500ms', '--retries': '1', '--max-defer': '20s', '--browser': 'never' },
  timeoutMs: 100_000,
} as const;
