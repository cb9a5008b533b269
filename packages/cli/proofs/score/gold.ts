import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const nullableList = z.array(z.string()).nullable();

/** What people read off a site. Null means that nobody looked, or, for names and images, that there is none. */
const goldSchema = z.object({
  id: z.union([z.string(), z.number()]).transform(String),
  phones: nullableList,
  fax: nullableList,
  mailto: nullableList,
  name: z.string().nullable(),
  name_alternatives: z.array(z.string()).default([]),
  logo: z.string().nullable(),
  logo_alternatives: z.array(z.string()).default([]),
  banner: z.string().nullable(),
  banner_alternatives: z.array(z.string()).default([]),
});

export type Gold = z.infer<typeof goldSchema>;

/** Reads `gold.jsonl` of a folder of annotated sites, by the id of the dataset's row. */
export async function readGold(folder: string): Promise<ReadonlyMap<string, Gold>> {
  const text = await readFile(join(folder, 'gold.jsonl'), 'utf8');
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const golds = lines.map((line) => goldSchema.parse(JSON.parse(line)));
  return new Map(golds.map((gold) => [gold.id, gold]));
}
