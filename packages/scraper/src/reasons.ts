import type { Disposition } from '@sluice/core';

/** What a reason code means, for reports and error messages. */
export interface Reason {
  /** One sentence without a full stop, readable after `because`-less headings in a report. */
  readonly explanation: string;
  /** What the engine does by default; `skip` marks reasons that end in `skipped`, not in an error. */
  readonly disposition: Disposition | 'skip';
}

/** Every reason that getting pages can end with; statuses of 400 and above are `http_<status>`. */
export const reasons = {
  no_website: { explanation: 'The row names no website', disposition: 'skip' },
  robots_disallowed: {
    explanation: "The site's robots.txt asks not to be read",
    disposition: 'skip',
  },

  invalid_url: { explanation: 'The website is not a web address', disposition: 'fail-record' },
  blocked_address: {
    explanation: 'The address is not on the public internet, so it is never contacted',
    disposition: 'fail-record',
  },
  blocked_name: {
    explanation: 'The host name belongs to a local network, so it is never contacted',
    disposition: 'fail-record',
  },
  blocked_port: {
    explanation: 'The port is not one that websites use, so it is never contacted',
    disposition: 'fail-record',
  },

  host_not_found: { explanation: 'The host name does not exist', disposition: 'fail-record' },
  dns_failed: { explanation: 'The name server did not answer', disposition: 'retry' },
  connection_refused: { explanation: 'The host refused the connection', disposition: 'retry' },
  host_unreachable: { explanation: 'No network route leads to the host', disposition: 'retry' },
  connect_timeout: {
    explanation: 'The host did not accept a connection in time',
    disposition: 'retry',
  },
  connection_reset: {
    explanation: 'The connection broke before the answer was complete',
    disposition: 'retry',
  },
  headers_timeout: {
    explanation: 'The server took the request and did not begin to answer in time',
    disposition: 'retry',
  },
  body_timeout: {
    explanation: 'The server stopped in the middle of its answer',
    disposition: 'retry',
  },
  total_timeout: { explanation: 'The answer was not complete in time', disposition: 'retry' },
  out_of_sockets: {
    explanation: 'This machine ran out of sockets or open files',
    disposition: 'retry',
  },

  tls_expired: {
    explanation: 'The certificate has expired or is not valid yet',
    disposition: 'fail-record',
  },
  tls_wrong_name: {
    explanation: 'The certificate is for another host name',
    disposition: 'fail-record',
  },
  tls_self_signed: { explanation: 'The certificate is self-signed', disposition: 'fail-record' },
  tls_untrusted: {
    explanation: 'No trusted authority vouches for the certificate',
    disposition: 'fail-record',
  },
  tls_failed: {
    explanation: 'No encrypted connection could be agreed on',
    disposition: 'fail-record',
  },

  bad_response: { explanation: 'The answer is not HTTP', disposition: 'fail-record' },
  headers_too_large: {
    explanation: 'The answer has more headers than are read',
    disposition: 'fail-record',
  },
  body_too_large: {
    explanation: 'The page is larger than what is read',
    disposition: 'fail-record',
  },
  decode_failed: {
    explanation: 'The compressed answer cannot be unpacked',
    disposition: 'fail-record',
  },
  not_html: { explanation: 'The answer is no web page', disposition: 'fail-record' },
  wrong_type: {
    explanation: 'The answer is of another type than asked for',
    disposition: 'fail-record',
  },

  bot_wall: {
    explanation: 'The site lets nobody in whom it takes for a robot',
    disposition: 'fail-record',
  },
  captcha: {
    explanation: 'The site asks for proof that a person is reading',
    disposition: 'fail-record',
  },
  login_wall: {
    explanation: 'The site can be read after a log-in only',
    disposition: 'fail-record',
  },
  cookies_required: {
    explanation: 'The site shows nothing to readers who keep no cookies',
    disposition: 'fail-record',
  },
  parked_domain: {
    explanation: 'There is no website: the domain is parked, for sale or not set up yet',
    disposition: 'fail-record',
  },
  not_archived: {
    explanation: 'The archive does not say what this address answered',
    disposition: 'fail-record',
  },
  soft_404: {
    explanation: 'The page says that it does not exist, with a status that says it does',
    disposition: 'fail-record',
  },
  maintenance: { explanation: 'The site is closed for maintenance', disposition: 'fail-record' },
  empty_page: { explanation: 'The page is empty', disposition: 'fail-record' },
  browser_unavailable: {
    explanation: 'There is no browser that could be started',
    disposition: 'fail-record',
  },
  browser_crashed: {
    explanation: 'The browser ended while it read the page',
    disposition: 'retry',
  },
  render_timeout: {
    explanation: 'The scripts of the page never pause',
    disposition: 'fail-record',
  },

  not_an_image: { explanation: 'The file is no image', disposition: 'fail-record' },

  bad_redirect: { explanation: 'The redirect leads nowhere', disposition: 'fail-record' },
  redirect_loop: { explanation: 'The redirects go in a circle', disposition: 'fail-record' },
  too_many_redirects: {
    explanation: 'There are more redirects than are followed',
    disposition: 'fail-record',
  },

  robots_unreachable: {
    explanation: 'robots.txt could not be read, which counts as a no',
    disposition: 'retry',
  },
  left_site: { explanation: 'The page led to another website', disposition: 'fail-record' },
  archive_damaged: {
    explanation: 'The stored page is damaged; `--fresh` fetches it again',
    disposition: 'fail-record',
  },
  archive_missing: {
    explanation: 'The stored page is gone; `--fresh` fetches it again',
    disposition: 'fail-record',
  },
  search_limited: {
    explanation: 'The search for websites asks to come back later',
    disposition: 'defer',
  },
  search_failed: {
    explanation: 'The search for websites did not give an answer',
    disposition: 'retry',
  },
  search_refused: {
    explanation: 'The search for websites cannot be used',
    disposition: 'stop-run',
  },
  proxy_failed: { explanation: 'The proxy cannot be used', disposition: 'stop-run' },
  proxy_refused: {
    explanation: 'The proxy could not or would not reach the host',
    disposition: 'retry',
  },
} as const satisfies Record<string, Reason>;

export type ReasonCode = keyof typeof reasons;

/**
 * Reasons that, when they are all that many sites in a row end with, tell of this machine and its network.
 * A dead website ends otherwise: its name does not exist, or its server does not answer.
 */
export const localReasons = [
  'dns_failed',
  'host_unreachable',
  'out_of_sockets',
] as const satisfies readonly ReasonCode[];

/** Statuses where asking again later may help although they are below 500. */
const passingStatuses = new Set([408, 425, 429]);

/**
 * Looks a reason up, `http_<status>` included.
 *
 * @returns undefined for a code that is not one of the scraper's
 */
export function findReason(code: string): Reason | undefined {
  const table: Readonly<Record<string, Reason>> = reasons;
  if (Object.hasOwn(table, code)) return table[code];
  const status = /^http_(\d{3})$/.exec(code)?.[1];
  return status === undefined ? undefined : statusReason(Number(status));
}

function statusReason(status: number): Reason {
  const isPassing = passingStatuses.has(status) || (status >= 500 && status < 600);
  return {
    explanation: `The server answered with status ${status}${statusMeaning(status)}`,
    disposition: isPassing ? 'retry' : 'fail-record',
  };
}

const statusMeanings: Readonly<Record<number, string>> = {
  401: 'log-in needed',
  403: 'forbidden',
  404: 'page not found',
  410: 'page removed',
  429: 'too many requests',
  451: 'withheld for legal reasons',
  500: 'error in the server',
  502: 'error behind the server',
  503: 'out of service',
  504: 'no answer behind the server',
};

function statusMeaning(status: number): string {
  const meaning = statusMeanings[status];
  return meaning === undefined ? '' : `: ${meaning}`;
}
