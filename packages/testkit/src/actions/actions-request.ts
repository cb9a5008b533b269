/** A request to the services, read in full. */
export interface ActionsRequest {
  readonly method: string;
  readonly url: URL;
  readonly body: Buffer;
  /** Of the token, for requests of a job; null for others. */
  readonly job: JobClaims | null;
}

export interface ActionsAnswer {
  readonly status: number;
  /** Bytes as they are, anything else as JSON. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Ends the connection after half of the body. */
  readonly isTruncated?: boolean;
}

/** What a job's runtime token says. */
export interface JobClaims {
  readonly workflowRunId: number;
  /** Of the job. */
  readonly jobId: string;
  /** The branch whose caches it may read and write. */
  readonly ref: string;
}

/** A runtime token as the official clients read it: a JSON web token, here without a real signature. */
export function runtimeToken({ workflowRunId, jobId, ref }: JobClaims): string {
  const part = (content: object) => Buffer.from(JSON.stringify(content)).toString('base64url');
  const scp = `Actions.ExampleScope Actions.Results:${workflowRunId}:${jobId}`;
  return [part({ alg: 'RS256' }), part({ scp, ref }), 'signature'].join('.');
}

/** Reads a token made by `runtimeToken`; null for anything else. */
export function readRuntimeToken(header: string | undefined): JobClaims | null {
  const [, payload] = (header ?? '').replace(/^Bearer /, '').split('.');
  if (payload === undefined) return null;
  const { scp, ref } = JSON.parse(Buffer.from(payload, 'base64url').toString()) as {
    scp: string;
    ref: string;
  };
  const [, run, jobId] = /Actions\.Results:(\d+):(\S+)/.exec(scp) ?? [];
  return { workflowRunId: Number(run), jobId: jobId ?? '', ref };
}
