import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { packSample } from './pack-sample.ts';

/** Packs `data/sample/sites` into the archive beside it. */
const sample = new URL('../../../../data/sample/', import.meta.url);
const archive = fileURLToPath(new URL('pages.warc.gz', sample));

const bytes = await packSample(fileURLToPath(new URL('sites', sample)));
await writeFile(archive, bytes);
process.stdout.write(`${archive}: ${bytes.byteLength.toLocaleString('en')} bytes\n`);
