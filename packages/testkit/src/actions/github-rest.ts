import type { ActionsAnswer, ActionsRequest } from './actions-request.ts';
import type { ArtifactService } from './artifact-service.ts';
import type { BlobStore } from './blob-store.ts';
import type { CacheService } from './cache-service.ts';

/** A pull request as it stands. */
export interface StoredPull {
  readonly number: number;
  readonly head: string;
  readonly base: string;
  title: string;
  body: string;
}

/** What the repository's settings and the job's token permit. */
export interface Permissions {
  /** Opening and changing pull requests. */
  pulls: boolean;
  /** Deleting caches. */
  caches: boolean;
}

export interface RestParts {
  readonly repository: string;
  readonly mainBranch: string;
  readonly blobs: BlobStore;
  readonly caches: CacheService;
  readonly artifacts: ArtifactService;
}

/** The length above which GitHub refuses the text of a pull request, in characters. */
const MAX_BODY = 65_536;
const REFUSED: ActionsAnswer = {
  status: 403,
  body: { message: 'Resource not accessible by integration' },
};

/** GitHub's REST API for one repository, as far as it has to do with runs and pull requests. */
export class GitHubRest {
  readonly #parts: RestParts;
  readonly permissions: Permissions = { pulls: true, caches: true };
  readonly pulls: StoredPull[] = [];

  constructor(parts: RestParts) {
    this.#parts = parts;
  }

  answer(request: ActionsRequest): ActionsAnswer {
    const { method, url } = request;
    const prefix = `/api/repos/${this.#parts.repository}`;
    const path = url.pathname.startsWith(prefix) ? url.pathname.slice(prefix.length) : null;
    if (path === null) return { status: 404, body: { message: 'Not Found' } };
    const [, what = '', kind = '', id = '', rest = ''] = path.split('/');
    const route = `${method} ${[what, kind, /^\d+$/.test(id) ? 'N' : id, rest].filter((part) => part !== '').join('/')}`;
    switch (route) {
      case 'GET ':
        return { status: 200, body: { default_branch: this.#parts.mainBranch } };
      case 'GET actions/caches':
        return this.#listCaches(url.searchParams);
      case 'DELETE actions/caches/N':
        return this.#deleteCache(Number(id));
      case 'GET actions/artifacts':
        return this.#listArtifacts(url.searchParams, null);
      case 'GET actions/runs/N/artifacts':
        return this.#listArtifacts(url.searchParams, Number(id));
      case 'GET actions/artifacts/N/zip':
        return this.#redirectToArtifact(Number(id));
      default:
        return what === 'pulls' ? this.#answerPulls(request, kind) : { status: 404, body: {} };
    }
  }

  #listCaches(query: URLSearchParams): ActionsAnswer {
    const found = this.#parts.caches.entries.filter(
      ({ key, ref }) => key.startsWith(query.get('key') ?? '') && ref === query.get('ref'),
    );
    const listed = found.map(({ id, key, bytes, createdAt }) => ({
      id,
      key,
      size_in_bytes: bytes,
      created_at: createdAt,
    }));
    return { status: 200, body: { total_count: listed.length, actions_caches: listed } };
  }

  #deleteCache(id: number): ActionsAnswer {
    if (!this.permissions.caches) return REFUSED;
    return { status: this.#parts.caches.evict(id) ? 204 : 404 };
  }

  #listArtifacts(query: URLSearchParams, workflowRunId: number | null): ActionsAnswer {
    const { artifacts } = this.#parts;
    const name = query.get('name');
    const found = artifacts.artifacts.filter(
      (artifact) =>
        artifact.name === name &&
        (workflowRunId === null || artifact.workflowRunId === workflowRunId),
    );
    const listed = found.map((artifact) => ({
      id: artifact.id,
      name: artifact.name,
      expired: false,
      digest: artifact.digest,
      workflow_run: {
        id: artifact.workflowRunId,
        repository_id: 1,
        head_repository_id: 1,
        head_branch: artifact.ref.replace('refs/heads/', ''),
      },
    }));
    return { status: 200, body: { total_count: listed.length, artifacts: listed } };
  }

  #redirectToArtifact(id: number): ActionsAnswer {
    const { artifacts, blobs } = this.#parts;
    const artifact = artifacts.artifacts.find((found) => found.id === id);
    if (artifact === undefined) return { status: 404, body: {} };
    return { status: 302, headers: { location: blobs.signedUrl(artifact.blob) } };
  }

  #answerPulls({ method, url, body }: ActionsRequest, number: string): ActionsAnswer {
    if (method === 'GET') {
      const head = url.searchParams.get('head')?.split(':')[1];
      return { status: 200, body: this.pulls.filter((pull) => pull.head === head).map(shownPull) };
    }
    if (!this.permissions.pulls) {
      const message = 'GitHub Actions is not permitted to create or approve pull requests.';
      return { status: 403, body: { message } };
    }
    const fields = JSON.parse(body.toString()) as StoredPull;
    if (fields.body.length > MAX_BODY) {
      return { status: 422, body: { message: 'Validation Failed: body is too long' } };
    }
    if (method === 'POST') {
      const pull = { ...fields, number: this.pulls.length + 1 };
      this.pulls.push(pull);
      return { status: 201, body: shownPull(pull) };
    }
    const pull = this.pulls.find((found) => found.number === Number(number));
    if (pull === undefined) return { status: 404, body: {} };
    Object.assign(pull, fields);
    return { status: 200, body: shownPull(pull) };
  }
}

function shownPull({ number }: StoredPull) {
  return { number, html_url: `https://github.com/octo/data/pull/${number}` };
}
