import type { ManyOriginsOptions } from '../many-origins/many-origins.ts';
import type { TestWebOptions } from '../web/create-test-web.ts';
import type { ServedRequest, TestWebCounts } from '../web/served-request.ts';

/** What a web in its own process plays. */
export interface TestWebProcessOptions extends TestWebOptions {
  /** Absolute path of a module whose default export is a `TestWebScript`. */
  readonly script?: string;
  /** Folders as for `TestWeb.addFolder`. */
  readonly folders?: readonly string[];
  /** Adds the synthetic businesses `site0.test`, `site1.test`, … */
  readonly manyOrigins?: ManyOriginsOptions;
}

/** What the parent may ask for, and what it gets; all of it crosses the process boundary. */
export interface WebAnswers {
  readonly counts: TestWebCounts;
  /** Without their headers' prototype, otherwise as in `TestWeb.requests()`. */
  readonly requests: ServedRequest[];
  readonly reset: null;
  readonly cpuMs: number;
}

/** Parent to child. The first message is the start. */
export type ToWeb =
  | { readonly kind: 'start'; readonly options: TestWebProcessOptions }
  | { readonly kind: 'ask'; readonly id: number; readonly what: keyof WebAnswers };

/** Child to parent. */
export type FromWeb =
  | {
      readonly kind: 'started';
      readonly proxyUrl: string;
      readonly originPort: number;
      readonly caCertificate: string;
    }
  | { readonly kind: 'failed'; readonly error: string }
  | { readonly kind: 'answer'; readonly id: number; readonly value: WebAnswers[keyof WebAnswers] };
