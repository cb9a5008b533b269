import { fileURLToPath } from 'node:url';

const SAMPLE = new URL('../../../../data/sample/', import.meta.url);

/** The bundled dataset that `pnpm enrich` without a dataset enriches, and the pages of its websites. */
export const sample = {
  dataset: fileURLToPath(new URL('companies.csv', SAMPLE)),
  pages: fileURLToPath(new URL('pages.warc.gz', SAMPLE)),
  name: 'sample',
} as const;

/** Options of the sample where nobody says otherwise. */
export const sampleDefaults: Readonly<Record<string, unknown>> = {
  name: sample.name,
  replay: sample.pages,
  delay: 0,
};
