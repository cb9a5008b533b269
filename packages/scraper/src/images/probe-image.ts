import { StageError } from '@sluice/core';
import { z } from 'zod';
import { fetchError } from '../fetch/fetch-error.ts';
import type { FetchedPage, PageFetcher } from '../fetch/page-fetcher.ts';
import type { Robots } from '../robots/robots.ts';
import { inspectImage, type ImageFacts } from './inspect-image.ts';

/** What asking for an image came to. */
export const imageProbeSchema = z.object({
  /** `confirmed`: an image, by its bytes. `unreachable`: whether it is one could not be seen. */
  status: z.enum(['confirmed', 'unreachable', 'not_an_image']),
  /** Why it is not confirmed, as a code of `reasons.ts`. */
  reason: z.string().nullable(),
  /** Media type by its bytes. */
  type: z.string().nullable(),
  /** In pixels; null where unknown. */
  width: z.number().nullable(),
  height: z.number().nullable(),
  /** Of the whole file as sent; null where the server does not say and it was not read to its end. */
  bytes: z.number().nullable(),
  /** A drawing that runs scripts or draws on other files. */
  isActive: z.boolean(),
});
export type ImageProbe = z.infer<typeof imageProbeSchema>;

export interface ProbeDependencies {
  readonly fetcher: PageFetcher;
  readonly robots: Pick<Robots, 'check'>;
  readonly signal: AbortSignal;
}

/** Most formats state their size within these first bytes. */
const firstBytes = 64 * 1024;
/** Photographs may carry previews and colour profiles before it, and drawings are read to their end. */
const moreBytes = 512 * 1024;

/** Answers after which there is no image there, whoever asks; of others it may be. */
const finalAnswers =
  /^(http_404|http_410|not_html|wrong_type|invalid_url|bad_redirect|redirect_loop|too_many_redirects|blocked_(address|name|port))$/;

/**
 * Looks whether an address is that of an image, as a page's own would be fetched: under the guard, robots.txt
 * and the host's turn, and no more than its first bytes. A `data:` address holds its image itself.
 *
 * @throws StageError when the host asks to come back later, or when the run has to stop
 */
export async function probeImage(url: string, deps: ProbeDependencies): Promise<ImageProbe> {
  if (url.startsWith('data:')) return probeBytes(dataBytes(url));
  try {
    const first = await fetchStart(url, firstBytes, deps);
    const facts = await inspectImage(first.body, isCut(first, firstBytes));
    if (facts !== 'incomplete') return describe(facts, first, firstBytes);
    const more = await fetchStart(url, moreBytes, deps);
    return describe(await inspectImage(more.body, isCut(more, moreBytes)), more, moreBytes);
  } catch (error) {
    if (!(error instanceof StageError)) throw error;
    if (error.disposition === 'defer' || error.disposition === 'stop-run') throw error;
    return unconfirmed(finalAnswers.test(error.code) ? 'not_an_image' : 'unreachable', error.code);
  }
}

async function fetchStart(
  url: string,
  maxBytes: number,
  { fetcher, robots, signal }: ProbeDependencies,
): Promise<FetchedPage> {
  const { allowed, crawlDelayMs } = await robots.check(url, signal);
  if (!allowed) throw fetchError('robots_disallowed', url);
  const options = {
    accept: 'image',
    overflow: 'truncate',
    maxBytes,
    signal,
    crawlDelayMs,
  } as const;
  return fetcher.fetch(url, options);
}

function isCut({ body }: FetchedPage, maxBytes: number): boolean {
  return body.byteLength >= maxBytes;
}

function describe(
  facts: ImageFacts | 'incomplete' | null,
  page: FetchedPage,
  maxBytes: number,
): ImageProbe {
  if (facts === null || facts === 'incomplete') return unconfirmed('not_an_image', 'not_an_image');
  const length = Number(page.headers['content-length'] ?? Number.NaN);
  const isEncoded = page.headers['content-encoding'] !== undefined;
  const whole = isCut(page, maxBytes) ? null : page.body.byteLength;
  const bytes = Number.isSafeInteger(length) && !isEncoded ? length : whole;
  return { status: 'confirmed', reason: null, ...facts, bytes };
}

async function probeBytes(bytes: Uint8Array | null): Promise<ImageProbe> {
  const facts = bytes === null ? null : await inspectImage(bytes, false);
  if (bytes === null || facts === null || facts === 'incomplete') {
    return unconfirmed('not_an_image', 'not_an_image');
  }
  return { status: 'confirmed', reason: null, ...facts, bytes: bytes.byteLength };
}

/** The bytes of a `data:` address; null where it has none. */
function dataBytes(url: string): Uint8Array | null {
  const [, parameters = '', content] = /^data:([^,]{0,200}),(.*)$/s.exec(url) ?? [];
  if (content === undefined) return null;
  if (/;\s*base64\s*$/i.test(parameters)) return Buffer.from(content, 'base64');
  try {
    return Buffer.from(decodeURIComponent(content));
  } catch (error) {
    if (error instanceof URIError) return null;
    throw error;
  }
}

function unconfirmed(status: 'unreachable' | 'not_an_image', reason: string): ImageProbe {
  const nothing = { type: null, width: null, height: null, bytes: null, isActive: false };
  return { status, reason, ...nothing };
}
