import { StageError } from '@sluice/core';
import type { CrawlDependencies } from './crawl-ports.ts';
import type { ParsedLinks } from './page-links.ts';
import type { PageVisitor, VisitedPage } from './page-visitor.ts';

type Patience = Pick<
  CrawlDependencies<ParsedLinks>,
  'clock' | 'signal' | 'spendRetry' | 'mayDefer'
>;

/** Pause before the first retry of a page, doubled with each further one, in milliseconds. */
const firstPauseMs = 500;

/**
 * Visits an inner page, again while retries are left and may help: going through the whole site again for
 * one page would cost more.
 *
 * @returns the page, or the reason code why it cannot be had
 * @throws StageError when the host asks to come back later and the record may still wait, or when the run
 *   has to stop
 */
export async function visitPatiently<Page extends ParsedLinks>(
  visitor: PageVisitor<Page>,
  url: string,
  role: string,
  { clock, signal, spendRetry, mayDefer }: Patience,
): Promise<VisitedPage<Page> | { readonly reason: string }> {
  for (let pauseMs = firstPauseMs; ; pauseMs *= 2) {
    try {
      return await visitor.visit(url, role);
    } catch (error) {
      if (!(error instanceof StageError) || error.disposition === 'stop-run') throw error;
      if (error.disposition === 'defer' && mayDefer(error)) throw error;
      if (error.disposition !== 'retry' || !spendRetry()) return { reason: error.code };
      await clock.sleep(error.retryAfterMs ?? pauseMs, signal);
    }
  }
}
