export interface CommitQueueOptions {
  /** Makes durable everything that joined before it was called. */
  readonly commit: () => Promise<void>;
  /** Longest wait for company, in milliseconds. */
  readonly intervalMs: number;
  /** Bytes that start a commit at once. */
  readonly maxBytes: number;
}

/** Group commit: appends that come close together share one fsync; one commit at a time. */
export class CommitQueue {
  readonly #options: CommitQueueOptions;
  /** The commit that the next one to join will be part of. */
  #next: PromiseWithResolvers<void> | null = null;
  #bytes = 0;
  #timer: NodeJS.Timeout | undefined;
  #isRunning = false;
  #isDue = false;

  constructor(options: CommitQueueOptions) {
    this.#options = options;
  }

  /**
   * Waits for the commit that covers `bytes` just written. All that it covers get the same promise,
   * which nobody has to handle; it rejects with what made the commit fail.
   */
  join(bytes: number): Promise<void> {
    this.#next ??= quietResolvers();
    this.#bytes += bytes;
    if (this.#bytes >= this.#options.maxBytes) this.#isDue = true;
    else this.#timer ??= setTimeout(() => this.#startNow(), this.#options.intervalMs);
    const { promise } = this.#next;
    this.#startIfDue();
    return promise;
  }

  /** A promise that rejects with `error`, and that nobody has to handle. */
  refuse(error: unknown): Promise<void> {
    const { promise, reject } = quietResolvers();
    reject(error);
    return promise;
  }

  /** Commits what has joined so far without waiting for company. */
  flush(): Promise<void> {
    return this.join(this.#options.maxBytes);
  }

  #startNow(): void {
    this.#isDue = true;
    this.#startIfDue();
  }

  #startIfDue(): void {
    if (!this.#isDue || this.#isRunning || this.#next === null) return;
    const covered = this.#next;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#next = null;
    this.#bytes = 0;
    this.#isDue = false;
    void this.#run(covered);
  }

  async #run(covered: PromiseWithResolvers<void>): Promise<void> {
    this.#isRunning = true;
    try {
      await this.#options.commit();
      covered.resolve();
    } catch (error) {
      covered.reject(error);
    } finally {
      this.#isRunning = false;
    }
    this.#startIfDue();
  }
}

function quietResolvers(): PromiseWithResolvers<void> {
  const resolvers = Promise.withResolvers<void>();
  resolvers.promise.catch(() => undefined);
  return resolvers;
}
