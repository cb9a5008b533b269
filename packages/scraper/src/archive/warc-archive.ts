import { stat } from 'node:fs/promises';
import { relative, resolve, sep } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import {
  StageError,
  killPoint,
  nullWhereMissing,
  readRange,
  sha256,
  systemClock,
  type Clock,
} from '@sluice/core';
import type { ArchiveReference } from '../crawl/crawl-result.ts';
import { GzipMembers } from './gzip-members.ts';
import type { ArchivedPage, PageArchive, PageToArchive } from './page-archive.ts';
import { parseResponseRecord } from './parse-warc-record.ts';
import { openRotatingWarc } from './rotating-warc.ts';
import { formatInfoRecord, formatRedirectRecord, formatResponseRecord } from './warc-record.ts';

export interface PageArchiveOptions {
  /** The shard's folder; created where missing. */
  readonly folder: string;
  /** The folder of all runs, which references are relative to. */
  readonly runsFolder: string;
  readonly clock?: Clock;
  /** A new file starts once the current one holds this much, compressed. */
  readonly maxFileBytes?: number;
}

const defaultMaxFileBytes = 256 * 1024 * 1024;

/** No page is kept that is larger; in bytes. */
const maxRecordBytes = 64 * 1024 * 1024;
const inflate = promisify(gunzip);

/** Opens the page archive of a shard: append-only WARC 1.1 files, one gzip member a record. */
export async function openPageArchive(options: PageArchiveOptions): Promise<PageArchive> {
  const { folder, runsFolder, clock = systemClock, maxFileBytes = defaultMaxFileBytes } = options;
  const stamp = () => ({ date: new Date(clock.now()).toISOString() });
  const gzip = new GzipMembers();
  const firstRecord = () => gzip.compress(formatInfoRecord(stamp()));
  const files = await openRotatingWarc({ folder, maxFileBytes, firstRecord });
  const counters = { archivedPages: 0, archivedBytes: 0 };

  async function append(page: PageToArchive): Promise<ArchiveReference> {
    const records = [...formatRedirects(page, stamp()), formatResponseRecord(page, stamp())];
    const members = await Promise.all(records.map((record) => gzip.compress(record)));
    const bytes = Buffer.concat(members);
    const { path, offset } = await files.append(bytes);
    killPoint('archive:page-written');
    counters.archivedPages += 1;
    counters.archivedBytes += bytes.byteLength;
    const length = members.at(-1)!.byteLength;
    const file = relative(runsFolder, path).replaceAll(sep, '/');
    return { file, offset: offset + bytes.byteLength - length, length };
  }

  return {
    append,
    sync: () => files.sync(),
    async read(reference) {
      const path = pathWithin(runsFolder, reference.file);
      return path === null ? null : readPage(path, reference);
    },
    async has(reference) {
      const path = pathWithin(runsFolder, reference.file);
      return path !== null && hasMember(path, reference);
    },
    counters: () => ({ ...counters }),
    async close() {
      await gzip.close();
      await files.close();
    },
  };
}

/** A ledger may come from elsewhere: what points out of the runs counts as gone. */
function pathWithin(runsFolder: string, file: string): string | null {
  const path = resolve(runsFolder, file);
  return path.startsWith(resolve(runsFolder) + sep) ? path : null;
}

/** One small record per hop, so that a replay follows the same way. */
function formatRedirects(page: PageToArchive, stamp: { date: string }): Uint8Array[] {
  const hops = [...page.redirectedFrom, page.url];
  return page.redirectedFrom.map((from, index) =>
    formatRedirectRecord(from, hops[index + 1]!, stamp),
  );
}

async function readPage(path: string, reference: ArchiveReference): Promise<ArchivedPage | null> {
  const member = await readRange(path, reference.offset, reference.length);
  if (member === null) return null;
  try {
    const page = await parseResponseRecord(
      await inflate(member, { maxOutputLength: maxRecordBytes }),
    );
    if (page === null) throw new Error('not a response record');
    if (page.payloadDigest !== `sha256:${sha256(page.body)}`) throw new Error('wrong digest');
    return page;
  } catch (cause) {
    throw new StageError(
      'archive_damaged',
      'fail-record',
      `The page at offset ${reference.offset} of \`${path}\` is damaged (${(cause as Error).message}): ` +
        'run with `--fresh` to fetch it again.',
      { cause },
    );
  }
}

/** How a gzip member begins. */
const gzipMagic = Buffer.from([0x1f, 0x8b]);

/** A file that came back from a checkpoint has holes where pages were left out. */
async function hasMember(path: string, { offset, length }: ArchiveReference): Promise<boolean> {
  const stats = await stat(path).catch(nullWhereMissing);
  if (!stats?.isFile() || stats.size < offset + length) return false;
  const start = await readRange(path, offset, gzipMagic.length);
  return start !== null && start.equals(gzipMagic);
}
