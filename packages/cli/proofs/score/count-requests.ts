/** A request as the test web saw it. */
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: { readonly accept?: string | undefined };
  /** Null when the connection broke before. */
  readonly status: number | null;
}

const kinds = ['robots.txt', 'page, linked', 'page, guessed', 'sitemap', 'image'] as const;

/** How many requests of one kind there were, and how many of them were answered by 404. */
export interface RequestCount {
  readonly kind: (typeof kinds)[number];
  readonly requests: number;
  readonly missing: number;
}

/** Pages that nothing named, as the crawls themselves counted them: the web cannot tell them from others. */
export interface Guesses {
  readonly guessedPages: number;
  readonly wrongGuesses: number;
}

/** Counts requests by what they were for. */
export function countRequests(
  requests: readonly SeenRequest[],
  { guessedPages, wrongGuesses }: Guesses,
): RequestCount[] {
  const all = { 'robots.txt': 0, 'page, linked': 0, 'page, guessed': 0, sitemap: 0, image: 0 };
  const missing = { ...all };
  for (const request of requests) {
    const kind = kindOf(request);
    all[kind] += 1;
    if (request.status === 404) missing[kind] += 1;
  }
  all['page, guessed'] = guessedPages;
  all['page, linked'] -= guessedPages;
  missing['page, guessed'] = wrongGuesses;
  missing['page, linked'] -= wrongGuesses;
  return kinds.map((kind) => ({ kind, requests: all[kind], missing: missing[kind] }));
}

/** Told by what the answer may be. A tunnel that could not be opened was for robots.txt, which comes first. */
function kindOf({ method, path, headers: { accept = '' } }: SeenRequest): RequestCount['kind'] {
  if (path === '/robots.txt' || method === 'CONNECT') return 'robots.txt';
  if (accept.startsWith('image/')) return 'image';
  return accept.startsWith('application/xml') ? 'sitemap' : 'page, linked';
}
