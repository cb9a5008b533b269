import type { ActionsAnswer, JobClaims } from './actions-request.ts';
import type { BlobStore } from './blob-store.ts';

/** An artifact of a workflow run. */
export interface StoredArtifact {
  readonly id: number;
  readonly workflowRunId: number;
  readonly jobId: string;
  readonly name: string;
  readonly ref: string;
  readonly blob: string;
  isFinal: boolean;
  bytes: number;
  digest: string | null;
}

/** The artifact service, version 4: a name is given once in a workflow run, and content never changes. */
export class ArtifactService {
  readonly #blobs: BlobStore;
  #artifacts: StoredArtifact[] = [];
  #made = 0;

  constructor(blobs: BlobStore) {
    this.#blobs = blobs;
  }

  /** Finished ones of all workflow runs, oldest first. */
  get artifacts(): readonly StoredArtifact[] {
    return this.#artifacts.filter(({ isFinal }) => isFinal);
  }

  remove(id: number): void {
    this.#artifacts = this.#artifacts.filter((artifact) => artifact.id !== id);
  }

  answer(method: string, body: Record<string, unknown>, job: JobClaims): ActionsAnswer {
    switch (method) {
      case 'CreateArtifact':
        return this.#create(String(body['name']), job);
      case 'FinalizeArtifact':
        return this.#finalize(body, job);
      case 'ListArtifacts':
        return this.#list(body, job);
      case 'GetSignedArtifactURL':
        return this.#sign(String(body['name']), job);
      case 'DeleteArtifact':
        return this.#delete(String(body['name']), job);
      default:
        throw new Error(`artifact method ${method} is not played`);
    }
  }

  #create(name: string, { workflowRunId, jobId, ref }: JobClaims): ActionsAnswer {
    const isTaken = this.#artifacts.some(
      (artifact) => artifact.workflowRunId === workflowRunId && artifact.name === name,
    );
    if (isTaken) {
      const msg = 'an artifact with this name already exists on the workflow run';
      return { status: 409, body: { code: 'already_exists', msg } };
    }
    const blob = this.#blobs.create();
    this.#made += 1;
    const empty = { isFinal: false, bytes: 0, digest: null };
    this.#artifacts.push({ id: this.#made, workflowRunId, jobId, name, ref, blob, ...empty });
    return { status: 200, body: { ok: true, signed_upload_url: this.#blobs.signedUrl(blob) } };
  }

  #finalize(body: Record<string, unknown>, job: JobClaims): ActionsAnswer {
    const artifact = this.#artifacts.find(
      ({ name, workflowRunId }) => name === body['name'] && workflowRunId === job.workflowRunId,
    );
    const bytes = artifact && this.#blobs.get(artifact.blob)?.byteLength;
    if (artifact === undefined || bytes !== Number(body['size'])) {
      return { status: 200, body: { ok: false } };
    }
    Object.assign(artifact, { isFinal: true, bytes, digest: (body['hash'] as string) ?? null });
    return { status: 200, body: { ok: true, artifact_id: String(artifact.id) } };
  }

  #list(body: Record<string, unknown>, { workflowRunId }: JobClaims): ActionsAnswer {
    const { name_filter: name, id_filter: id } = body as {
      name_filter?: string;
      id_filter?: string;
    };
    const found = this.artifacts.filter(
      (artifact) =>
        artifact.workflowRunId === workflowRunId &&
        (name === undefined || artifact.name === name) &&
        (id === undefined || artifact.id === Number(id)),
    );
    return { status: 200, body: { artifacts: found.map(listed) } };
  }

  #sign(name: string, { workflowRunId }: JobClaims): ActionsAnswer {
    const artifact = this.artifacts.find(
      (found) => found.name === name && found.workflowRunId === workflowRunId,
    );
    if (artifact === undefined) return { status: 404, body: { code: 'not_found', msg: name } };
    return { status: 200, body: { signed_url: this.#blobs.signedUrl(artifact.blob) } };
  }

  #delete(name: string, { workflowRunId }: JobClaims): ActionsAnswer {
    const artifact = this.artifacts.find(
      (found) => found.name === name && found.workflowRunId === workflowRunId,
    );
    if (artifact === undefined) return { status: 404, body: { code: 'not_found', msg: name } };
    this.remove(artifact.id);
    return { status: 200, body: { ok: true, artifact_id: String(artifact.id) } };
  }
}

function listed({ id, workflowRunId, jobId, name, bytes, digest }: StoredArtifact) {
  return {
    workflow_run_backend_id: String(workflowRunId),
    workflow_job_run_backend_id: jobId,
    database_id: String(id),
    name,
    size: String(bytes),
    created_at: new Date(Date.UTC(2026, 0, 1) + id * 1_000).toISOString(),
    ...(digest !== null && { digest }),
  };
}
