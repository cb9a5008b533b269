import { z } from 'zod';

/** What GitHub's REST API answered to a request that it did not grant. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** GitHub's REST API for one repository. */
export class GitHubApi {
  readonly #url: string;
  readonly #token: string;

  /**
   * @param url - such as `https://api.github.com`
   * @param repository - such as `owner/name`
   */
  constructor({ url, repository, token }: { url: string; repository: string; token: string }) {
    this.#url = `${url}/repos/${repository}`;
    this.#token = token;
  }

  /**
   * @param path - below the repository, such as `/pulls`
   * @throws ApiError for an answer above 299
   */
  async request<Schema extends z.ZodType>(
    method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
    path: string,
    schema: Schema,
    body?: object,
  ): Promise<z.infer<Schema>> {
    const response = await fetch(`${this.#url}${path}`, {
      method,
      headers: {
        accept: 'application/vnd.github+json',
        authorization: `Bearer ${this.#token}`,
        'x-github-api-version': '2022-11-28',
        ...(body && { 'content-type': 'application/json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new ApiError(response.status, messageOf(text, response.status));
    return schema.parse(text === '' ? null : JSON.parse(text));
  }
}

function messageOf(text: string, status: number): string {
  try {
    const parsed = z.object({ message: z.string() }).safeParse(JSON.parse(text));
    if (parsed.success) return parsed.data.message;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  return `status ${status}`;
}
