/** One row of the dataset, as a recipe sees it. */
export interface DatasetRecord {
  /** Identifies the row across runs. */
  readonly key: string;
  /** Position in the dataset, from 0. */
  readonly ordinal: number;
  /** What keeps related rows in one shard, such as a registrable domain. */
  readonly shardKey: string;
  /** The recipe's input columns under the recipe's names; text as found, null where empty or absent. */
  readonly values: Readonly<Record<string, string | null>>;
}
