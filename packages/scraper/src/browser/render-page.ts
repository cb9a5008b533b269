import { StageError } from '@sluice/core';
import type { BrowserContext, CDPSession, Page, Response } from 'playwright';
import { fetchError, tooLarge } from '../fetch/fetch-error.ts';
import type { FetchedPage } from '../fetch/page-fetcher.ts';
import { refuseMediaType } from '../fetch/media-type.ts';
import { statusError } from '../fetch/status-error.ts';
import { blockedRequests } from './blocked-requests.ts';
import { isNavigating, readDocument } from './read-document.ts';

/** How long the stages of rendering may take, in milliseconds. */
export interface RenderTimes {
  /** Until the server has answered. */
  readonly answerMs: number;
  /** From there until the document has been read. */
  readonly readMs: number;
  /** From there until nothing is being loaded any more; what stands there then is taken in any case. */
  readonly settleMs: number;
  /** To hand out the document: a page whose scripts never pause does not. */
  readonly handOutMs: number;
  /** To close a page or a profile; what takes longer hangs. */
  readonly closeMs: number;
}

export const defaultRenderTimes: RenderTimes = {
  answerMs: 20_000,
  readMs: 10_000,
  settleMs: 6_000,
  handOutMs: 5_000,
  closeMs: 5_000,
};

/** Opens one page in a profile, waits for its scripts, and takes the document as they left it. */
export async function renderPage(
  context: BrowserContext,
  url: string,
  times: RenderTimes,
  maxBytes: number,
): Promise<FetchedPage> {
  const startedAt = performance.now();
  const page = await context.newPage();
  // What else the page opens, nobody reads.
  const closeOther = (other: Page): void => void other.close().catch(() => undefined);
  context.on('page', closeOther);
  try {
    const prepared = await preparePage(context, page);
    const crashed = new Promise<never>((_, reject) => {
      page.once('crash', () => reject(fetchError('browser_crashed', url)));
    });
    // A crash after the page was read is nobody's concern.
    crashed.catch(() => undefined);
    return await Promise.race([crashed, readRendered(prepared, url, times, maxBytes, startedAt)]);
  } finally {
    await endsWithin(page.close(), times.closeMs);
    context.off('page', closeOther);
  }
}

/** Waits for an end in whatever way, but not for ever; false when it did not come. */
export async function endsWithin(work: Promise<unknown>, timeoutMs: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), timeoutMs);
  });
  const done = work.then(
    () => true,
    () => true,
  );
  const ended = await Promise.race([done, late]);
  clearTimeout(timer);
  return ended;
}

/** A page, and a session of the browser's protocol with it. */
export interface PreparedPage {
  readonly page: Page;
  readonly session: CDPSession;
  /** What a server answered last when it was asked for a document. */
  answer(): DocumentAnswer | null;
}

interface DocumentAnswer {
  readonly url: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
}

/** Opens an address in a page, and takes the document when its scripts have settled. */
export async function readRendered(
  prepared: PreparedPage,
  url: string,
  times: RenderTimes,
  maxBytes: number,
  startedAt = performance.now(),
): Promise<FetchedPage> {
  const { page, session } = prepared;
  const response = await goTo(prepared, url, times.answerMs);
  refuseStatus(page.url(), response.status(), response.headers());
  const refused = refuseMediaType(response.headers()['content-type'], 'html');
  if (refused !== null) throw fetchError(refused, page.url());
  await settled(page.waitForLoadState('domcontentloaded', { timeout: times.readMs }));
  await settled(page.waitForLoadState('networkidle', { timeout: times.settleMs }));
  const html = await handedOut(session, url, times.handOutMs, maxBytes);
  const body = Buffer.from(html, 'utf8');
  if (body.byteLength > maxBytes) throw tooLarge(url, maxBytes);
  const version = page.context().browser()?.version() ?? '';
  return {
    url,
    finalUrl: withoutFragment(page.url()),
    status: response.status(),
    headers: renderedHeaders(response.headers(), version),
    body,
    redirects: redirectsOf(response),
    isDowngraded: url.startsWith('https:') && page.url().startsWith('http:'),
    elapsedMs: performance.now() - startedAt,
  };
}

/** An answer of a server, or of the proxy in its place. */
export class UnusableAnswer extends Error {
  readonly url: string;
  readonly status: number;
  readonly reason: StageError;

  constructor(url: string, status: number, reason: StageError) {
    super(reason.message);
    this.url = url;
    this.status = status;
    this.reason = reason;
  }
}

async function goTo(prepared: PreparedPage, url: string, timeout: number): Promise<Response> {
  try {
    const response = await prepared.page.goto(url, { waitUntil: 'commit', timeout });
    if (response !== null) return response;
  } catch (error) {
    // A Chrome with windows has a page of its own for a status without a body, and tells nobody which it was.
    const answer = isEmptyFailure(error) ? prepared.answer() : null;
    if (answer !== null) refuseStatus(answer.url, answer.status, answer.headers);
    throw error;
  }
  throw fetchError('bad_response', url);
}

function isEmptyFailure(error: unknown): boolean {
  return error instanceof Error && error.message.includes('ERR_HTTP_RESPONSE_CODE_FAILURE');
}

function refuseStatus(
  url: string,
  status: number,
  headers: Readonly<Record<string, string>>,
): void {
  if (status < 400) return;
  throw new UnusableAnswer(url, status, statusError(status, headers, url, Date.now()));
}

/** A page that is not ready in time is taken as it is; only a page that has gone cannot be. */
async function settled(waiting: Promise<void>): Promise<void> {
  try {
    await waiting;
  } catch (error) {
    if (!isTimeout(error)) throw error;
  }
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && error.name === 'TimeoutError';
}

async function handedOut(
  session: CDPSession,
  url: string,
  timeoutMs: number,
  maxBytes: number,
): Promise<string> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(fetchError('render_timeout', url)), timeoutMs);
  });
  try {
    // Characters are no more than bytes.
    const html = await Promise.race([late, readDocument(session, maxBytes)]);
    if (html === null) throw tooLarge(url, maxBytes);
    return html;
  } finally {
    clearTimeout(timer);
  }
}

/** Lets a page neither ask questions nor load or draw what its text does not need. */
export async function preparePage(context: BrowserContext, page: Page): Promise<PreparedPage> {
  page.on('dialog', (dialog) => void dialog.dismiss().catch(() => undefined));
  const session = await context.newCDPSession(page);
  let answer: DocumentAnswer | null = null;
  session.on('Network.responseReceived', ({ type, response }) => {
    const { url, status, headers } = response;
    if (type === 'Document') answer = { url, status, headers: lowerCased(headers) };
  });
  await Promise.all([
    session.send('Network.enable'),
    session.send('Network.setBlockedURLs', { urls: [...blockedRequests] }),
    session.send('Emulation.setDeviceMetricsOverride', screen),
  ]);
  return { page, session, answer: () => answer };
}

function lowerCased(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
}

/**
 * What a page takes for its screen. It is drawn at a tenth of its size, which pages do not see and frames cost far
 * less for; without frames, what waits for being drawn or seen would never come.
 */
const screen = {
  width: 1_280,
  height: 900,
  screenWidth: 1_280,
  screenHeight: 900,
  screenOrientation: { type: 'landscapePrimary', angle: 0 },
  deviceScaleFactor: 1,
  mobile: false,
  scale: 0.1,
} as const;

/** Of the answer's headers, those that still hold for the document as scripts left it. */
function renderedHeaders(
  headers: Readonly<Record<string, string>>,
  version: string,
): Record<string, string> {
  const { 'content-encoding': _coding, 'content-length': _length, ...rest } = headers;
  return {
    ...rest,
    'content-type': 'text/html; charset=utf-8',
    'x-sluice-rendered-by': `Chromium ${version}`,
  };
}

function redirectsOf(response: Response): string[] {
  const hops: string[] = [];
  for (let hop = response.request(); ;) {
    const from = hop.redirectedFrom();
    if (from === null) return hops;
    hops.unshift(withoutFragment(hop.url()));
    hop = from;
  }
}

function withoutFragment(url: string): string {
  const at = url.indexOf('#');
  return at < 0 ? url : url.slice(0, at);
}

/** Makes what Playwright threw a `StageError`; null where it says nothing of the page or the browser. */
export function classifyRenderError(error: unknown, url: string): StageError | null {
  if (error instanceof StageError) return error;
  if (!(error instanceof Error)) return null;
  const text = error.message;
  const detail = /net::(ERR_[A-Z_]+)/.exec(text)?.[1];
  if (isTimeout(error)) return fetchError('headers_timeout', url, { cause: error });
  if (isNavigating(error)) return fetchError('render_timeout', url, { cause: error });
  if (/Download is starting/.test(text)) return fetchError('not_html', url, { cause: error });
  if (detail !== undefined) return fetchError(reasonOf(detail), url, { detail, cause: error });
  if (/crash|closed|disconnected|detached|Protocol error|ECONNRESET/i.test(text)) {
    return fetchError('browser_crashed', url, { cause: error });
  }
  return null;
}

function reasonOf(code: string): Parameters<typeof fetchError>[0] {
  if (/CERT_DATE/.test(code)) return 'tls_expired';
  if (/CERT_COMMON_NAME/.test(code)) return 'tls_wrong_name';
  if (/CERT/.test(code)) return 'tls_untrusted';
  if (/SSL/.test(code)) return 'tls_failed';
  if (/TOO_MANY_REDIRECTS/.test(code)) return 'too_many_redirects';
  if (/TIMED_OUT/.test(code)) return 'connect_timeout';
  if (/ABORTED|INVALID_RESPONSE|EMPTY_RESPONSE/.test(code)) return 'bad_response';
  return 'connection_reset';
}
