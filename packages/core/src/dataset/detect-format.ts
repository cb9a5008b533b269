import { extname } from 'node:path';
import { UsageError } from '../errors.ts';
import type { DatasetFormat } from './dataset.ts';
import { detectEncoding } from './detect-encoding.ts';

const byExtension: Readonly<Record<string, DatasetFormat>> = {
  '.csv': 'csv',
  '.tsv': 'tsv',
  '.tab': 'tsv',
  '.json': 'json',
  '.jsonl': 'jsonl',
  '.ndjson': 'jsonl',
  '.parquet': 'parquet',
  '.arrow': 'arrow',
  '.arrows': 'arrow',
  '.feather': 'arrow',
  '.ipc': 'arrow',
  '.xlsx': 'xlsx',
};

const textFormats: ReadonlySet<DatasetFormat> = new Set(['csv', 'tsv', 'json', 'jsonl']);

/** The first bytes of binary formats, in hexadecimal. */
const signatures: readonly (readonly [string, DatasetFormat])[] = [
  ['50415231', 'parquet'],
  ['4152524f5731', 'arrow'],
  ['504b0304', 'xlsx'],
];

/** The first bytes of what people pass by mistake, and what they can do. */
const unreadable: readonly (readonly [string, string])[] = [
  ['d0cf11e0', 'an encrypted or old Excel workbook. Remove its password, and save it as .xlsx'],
  ['50415245', 'an encrypted Parquet file. Write it again without encryption'],
  ['1f8b', 'compressed with gzip. Unpack it first'],
  ['28b52ffd', 'compressed with Zstandard. Unpack it first'],
  ['255044462d', 'a PDF. Export the table in it as CSV'],
  ['53514c69746520666f726d6174', 'an SQLite database. Export its table as CSV'],
];

/** Of the characters of a text file, at most this share are control characters. */
const maxControlShare = 0.01;

/**
 * Tells a file's format. What a binary file's first bytes say counts more than its name; between
 * formats of text the name decides, and where it says nothing the first character.
 *
 * @param head - the file's first bytes
 * @throws UsageError when it is no format that can be read
 */
export function detectFormat(path: string, head: Buffer): DatasetFormat {
  const hex = head.subarray(0, 16).toString('hex');
  const mistake = unreadable.find(([signature]) => hex.startsWith(signature));
  if (mistake !== undefined) throw new UsageError(`The dataset \`${path}\` is ${mistake[1]}.`);
  const signed = signatures.find(([signature]) => hex.startsWith(signature));
  if (signed !== undefined) return signed[1];
  const named = byExtension[extname(path).toLowerCase()];
  // A stream of Arrow batches has no signature of its own but this mark before its first message.
  if (hex.startsWith('ffffffff') || named === 'arrow') return 'arrow';
  if (named !== undefined && !textFormats.has(named)) throw broken(path, named);
  requireText(path, head);
  return named ?? textFormat(head);
}

function broken(path: string, named: DatasetFormat): UsageError {
  return new UsageError(
    `The dataset \`${path}\` is named like ${named} but does not begin like it: it is damaged or ` +
      'something else. Export it again, or give it its right extension.',
  );
}

function requireText(path: string, head: Buffer): void {
  const text = decode(head);
  const controls = text.match(/[\0-\x08\x0e-\x1a\x1c-\x1f]/g)?.length ?? 0;
  if (controls <= text.length * maxControlShare) return;
  throw new UsageError(
    `The dataset \`${path}\` is not text, nor another format that can be read. ` +
      'Give CSV, TSV, JSON, JSON Lines, Parquet, Arrow or Excel (.xlsx).',
  );
}

function textFormat(head: Buffer): DatasetFormat {
  const first = decode(head).trimStart()[0];
  if (first === '[') return 'json';
  return first === '{' ? 'jsonl' : 'csv';
}

function decode(head: Buffer): string {
  return new TextDecoder(detectEncoding({ head, isUtf8: true })).decode(head);
}
