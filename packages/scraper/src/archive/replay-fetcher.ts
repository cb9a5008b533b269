import { open } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { UsageError, systemClock, type Clock } from '@sluice/core';
import { fetchError, tooLarge } from '../fetch/fetch-error.ts';
import { defaultFetchLimits, type FetchLimits } from '../fetch/fetch-limits.ts';
import { refuseMediaType } from '../fetch/media-type.ts';
import type { FetchedPage, FetchOptions, PageFetcher } from '../fetch/page-fetcher.ts';
import { RedirectTrail } from '../fetch/redirect-trail.ts';
import { isRedirect } from '../fetch/response-reader.ts';
import { statusError } from '../fetch/status-error.ts';
import { indexWarc, replayKey, type RecordRange, type WarcIndex } from './index-warc.ts';
import type { ArchivedPage } from './page-archive.ts';
import { parseResponseRecord } from './parse-warc-record.ts';

/** A fetcher whose whole web is one archive. */
export interface ReplayFetcher extends PageFetcher {
  /** Of the archive file: what a run's results depend on. */
  readonly sha256: string;
}

export interface ReplayOptions {
  readonly limits?: Pick<FetchLimits, 'maxBytes' | 'maxRedirects'>;
  readonly clock?: Clock;
}

/** A record larger than this when inflated is no page but an attack; in bytes. */
const maxRecordBytes = 96 * 1024 * 1024;
const inflate = promisify(gunzip);

/**
 * Opens a WARC file as the web: its pages, redirects and error statuses answer as they did when they
 * were kept. A host that it does not know is `host_not_found`; an unknown address of a known host
 * `http_404`, or `not_archived` for an image, which most archives of pages leave out. The network is never
 * touched.
 *
 * @param file - gzipped by record or plain, of any writer
 * @throws UsageError when the file cannot be read as such
 */
export async function openReplay(
  file: string,
  options: ReplayOptions = {},
): Promise<ReplayFetcher> {
  const { limits = defaultFetchLimits, clock = systemClock } = options;
  const index = await indexWarc(file);
  const handle = await open(file, 'r');

  async function answer(url: URL, { accept }: FetchOptions): Promise<ArchivedPage> {
    const range = findRange(index, url, accept === 'image' ? 'not_archived' : 'http_404');
    const bytes = Buffer.alloc(range.length);
    await handle.read(bytes, 0, range.length, range.offset);
    const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
    const record = isGzip ? await inflated(bytes, url.href) : bytes;
    const page = await parseResponseRecord(record);
    if (page === null || replayKey(page.url) !== replayKey(url.href)) throw changed(file);
    return page;
  }

  async function fetch(url: string, fetchOptions: FetchOptions = {}): Promise<FetchedPage> {
    fetchOptions.signal?.throwIfAborted();
    const start = URL.parse(url);
    if (start === null) throw fetchError('invalid_url', url);
    const trail = new RedirectTrail(start, limits.maxRedirects);
    for (;;) {
      const page = await answer(trail.target, fetchOptions);
      if (!isRedirect(page)) return finish(url, trail, page, fetchOptions);
      trail.follow({ ...page, isTruncated: false });
    }
  }

  /** Applies what the network fetcher would have refused. */
  function finish(
    url: string,
    trail: RedirectTrail,
    page: ArchivedPage,
    { accept = 'any', maxBytes = limits.maxBytes, overflow = 'fail' }: FetchOptions,
  ): FetchedPage {
    const finalUrl = trail.target.href;
    const { status, headers } = page;
    if (status >= 400) throw statusError(status, headers, finalUrl, clock.now());
    const refused = refuseMediaType(headers['content-type'], accept);
    if (refused !== null) throw fetchError(refused, finalUrl);
    const isTooLarge = page.body.byteLength > maxBytes;
    if (isTooLarge && overflow === 'fail') throw tooLarge(finalUrl, maxBytes);
    const body = isTooLarge ? page.body.subarray(0, maxBytes) : page.body;
    const { hops: redirects, isDowngraded } = trail;
    return { url, finalUrl, status, headers, body, redirects, isDowngraded, elapsedMs: 0 };
  }

  return { sha256: index.sha256, fetch, close: () => handle.close() };
}

async function inflated(member: Uint8Array, url: string): Promise<Uint8Array> {
  try {
    return await inflate(member, { maxOutputLength: maxRecordBytes });
  } catch (error) {
    const isTooLarge = (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE';
    throw isTooLarge ? tooLarge(url, maxRecordBytes) : error;
  }
}

function findRange(index: WarcIndex, url: URL, absence: 'not_archived' | 'http_404'): RecordRange {
  const range = index.responses.get(replayKey(url.href) ?? '');
  if (range !== undefined) return range;
  throw fetchError(index.hosts.has(url.host) ? absence : 'host_not_found', url.href);
}

function changed(file: string): UsageError {
  return new UsageError(`The archive \`${file}\` changed while it was being read: start again.`);
}
