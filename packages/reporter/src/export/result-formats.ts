/** Formats that results can be written in. */
export const resultFormats = ['parquet', 'csv', 'jsonl', 'arrow', 'xlsx'] as const;

export type ResultFormat = (typeof resultFormats)[number];

export const defaultFormats: readonly ResultFormat[] = ['parquet', 'csv'];
