/** Options of the command in a full soak; `--timeout` so that thousands of silent hosts end in minutes. */
export const fullSoak = {
  options: { '--timeout': '10s', '--retries': '2', '--max-defer': '1m' },
  timeoutMs: 60 * 60_000,
} as const;

/** In the short form, every limit is as short as a busy machine bears. */
export const shortSoak = {
  options: { '--timeout': '2500ms', '--retries': '1', '--max-defer': '20s', '--browser': 'never' },
  timeoutMs: 100_000,
} as const;
