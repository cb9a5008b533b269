import type { RecordStatus } from '@sluice/core';
import type { Business, Handler, SiteHandlers, SiteOptions } from '@sluice/testkit';
import { businessPages } from './business-pages.ts';

/** How a record must end. */
export interface ScriptedEnd {
  readonly status: RecordStatus | 'pending';
  /** Reason code; null where nothing is wrong with the record. */
  readonly reason: string | null;
  /** Whether the phone number of the site's business must be found. */
  readonly hasPhone: boolean;
}

/** What a site is made from. */
export interface SiteToPlay {
  readonly host: string;
  readonly business: Business;
  /** What nobody may ever connect to, without a final slash. */
  readonly tripwireUrl: string;
}

interface PlayedSite {
  readonly handlers: SiteHandlers;
  readonly options?: SiteOptions;
}

/** One way for a website to be, and what must come of it. */
export interface SiteKind {
  /** Part of its hosts' names. */
  readonly name: string;
  /** What the dataset's row says; by default the host's home page over plain HTTP. */
  readonly website?: (host: string) => string;
  /** Null for a host that does not exist. */
  readonly play: ((site: SiteToPlay) => PlayedSite) | null;
  readonly end: ScriptedEnd;
}

/** Nothing is wrong in the end, and the phone number is found. */
export const isRead: ScriptedEnd = { status: 'complete', reason: null, hasPhone: true };

/** An end on one line, such as `failed http_500`. */
export function describeEnd(status: string, reason: string | null): string {
  return reason === null ? status : `${status} ${reason}`;
}

export function fails(reason: string): ScriptedEnd {
  return { status: 'failed', reason, hasPhone: false };
}

export function isSkipped(reason: string): ScriptedEnd {
  return { status: 'skipped', reason, hasPhone: false };
}

/** Left for the next resume. */
export function waits(reason: string): ScriptedEnd {
  return { status: 'pending', reason, hasPhone: false };
}

/** An ordinary business of which some addresses answer otherwise. */
export function except(
  handlers: Readonly<Record<string, Handler | string>>,
  options: SiteOptions = {},
): NonNullable<SiteKind['play']> {
  return ({ business }) => ({ handlers: { ...businessPages(business), ...handlers }, options });
}

/** An ordinary business whose home page answers otherwise. */
export function homeIs(name: string, home: Handler | string, reason: string): SiteKind {
  return { name, play: except({ '/': home }), end: fails(reason) };
}
