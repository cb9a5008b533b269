import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { listenOnLoopback } from '../listen-on-loopback.ts';
import { readRuntimeToken, type ActionsAnswer, type ActionsRequest } from './actions-request.ts';
import { ArtifactService } from './artifact-service.ts';
import { BlobStore } from './blob-store.ts';
import { CacheService } from './cache-service.ts';
import { GitHubRest } from './github-rest.ts';

/** What can be made to go wrong: the next requests of a kind fail. */
export type ActionsFault =
  /** The reservation of a cache entry is answered with `ok: false`. */
  | 'cache-reservation-refused'
  /** It is answered with status 429. */
  | 'cache-rate-limited'
  /** An upload of content is answered with status 403, which clients do not repeat. */
  | 'upload-refused'
  /** An upload of content is answered with status 503, which clients repeat after some seconds. */
  | 'upload-broken'
  /** A download breaks off in the middle. */
  | 'download-truncated';

/** The services of GitHub Actions that a job talks to, and GitHub's API, for one repository. */
export interface ActionsServices extends AsyncDisposable {
  /** For `ACTIONS_RESULTS_URL`. */
  readonly resultsUrl: string;
  /** For `GITHUB_API_URL`. */
  readonly apiUrl: string;
  readonly repository: string;
  readonly blobs: BlobStore;
  readonly caches: CacheService;
  readonly artifacts: ArtifactService;
  readonly rest: GitHubRest;
  /** Makes the next `times` requests of a kind fail. */
  fail(fault: ActionsFault, times?: number): void;
}

/**
 * Starts the services on loopback. The official clients, unmodified, store and find artifacts and caches
 * there.
 */
export async function startActionsServices({
  repository = 'octo/data',
  mainBranch = 'main',
} = {}): Promise<ActionsServices> {
  let origin = '';
  const blobs = new BlobStore(() => origin);
  const caches = new CacheService(blobs, `refs/heads/${mainBranch}`);
  const artifacts = new ArtifactService(blobs);
  const rest = new GitHubRest({ repository, mainBranch, blobs, caches, artifacts });
  const faults = new Map<ActionsFault, number>();
  const takes = (fault: ActionsFault): boolean => {
    const left = faults.get(fault) ?? 0;
    faults.set(fault, left - 1);
    return left > 0;
  };

  function answer(request: ActionsRequest): ActionsAnswer {
    const [, first, service = '', method = ''] = request.url.pathname.split('/');
    if (first === 'api') return rest.answer(request);
    if (first === 'blob') {
      if (request.method === 'PUT' && takes('upload-refused')) return { status: 403 };
      if (request.method === 'PUT' && takes('upload-broken')) return { status: 503 };
      const isTruncated = request.method === 'GET' && takes('download-truncated');
      return { ...blobs.answer(request), isTruncated };
    }
    if (first !== 'twirp') return { status: 404 };
    if (request.job === null) return { status: 401, body: { msg: 'no token' } };
    const body = JSON.parse(request.body.toString()) as Record<string, unknown>;
    if (service.endsWith('.ArtifactService')) return artifacts.answer(method, body, request.job);
    if (method === 'CreateCacheEntry') {
      if (takes('cache-rate-limited')) return { status: 429, body: { msg: 'rate limited' } };
      if (takes('cache-reservation-refused')) return { status: 200, body: { ok: false } };
    }
    return caches.answer(method, body, request.job);
  }

  const server = createServer((request, response) => {
    readRequest(request)
      .then((read) => send(response, answer(read)))
      .catch((error: unknown) => send(response, { status: 501, body: { msg: String(error) } }));
  });
  origin = `http://127.0.0.1:${await listenOnLoopback(server)}`;
  return {
    resultsUrl: `${origin}/`,
    apiUrl: `${origin}/api`,
    repository,
    blobs,
    caches,
    artifacts,
    rest,
    fail: (fault, times = 1) => void faults.set(fault, times),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function readRequest(request: IncomingMessage): Promise<ActionsRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  const isJob = url.pathname.startsWith('/twirp/');
  return {
    method: request.method ?? 'GET',
    url,
    body: Buffer.concat(chunks),
    job: isJob ? readRuntimeToken(request.headers.authorization) : null,
  };
}

function send(
  response: ServerResponse,
  { status, body, headers, isTruncated }: ActionsAnswer,
): void {
  const content = Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body) ?? '');
  const hasBody = status !== 204 && body !== undefined;
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': hasBody ? content.byteLength : 0,
    ...headers,
  });
  if (hasBody && isTruncated === true) {
    response.write(content.subarray(0, content.byteLength / 2), () => response.destroy());
  } else response.end(hasBody ? content : undefined);
}
