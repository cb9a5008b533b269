import type { Readable } from 'node:stream';
import { createInterface } from 'node:readline';

interface Waiter {
  readonly pattern: RegExp;
  readonly resolve: (line: string) => void;
  readonly reject: (error: Error) => void;
}

/** What a process prints: the text of each stream, and its lines as they come. */
export class ProcessOutput {
  readonly #lines: string[] = [];
  readonly #texts = { stdout: '', stderr: '' };
  readonly #waiters = new Set<Waiter>();
  #hasEnded = false;

  /** Reads a stream to its end. */
  capture(name: 'stdout' | 'stderr', stream: Readable): void {
    stream.setEncoding('utf8');
    stream.on('data', (text: string) => void (this.#texts[name] += text));
    createInterface({ input: stream }).on('line', (line) => this.#add(line));
  }

  text(name: 'stdout' | 'stderr'): string {
    return this.#texts[name];
  }

  /** The first line of either stream that matches; rejects when the process ends without one. */
  waitFor(pattern: RegExp): Promise<string> {
    return new Promise((resolve, reject) => {
      const waiter = { pattern, resolve, reject };
      const line = this.#lines.find((candidate) => pattern.test(candidate));
      if (line !== undefined) resolve(line);
      else if (this.#hasEnded) reject(this.#neverCame(pattern));
      else this.#waiters.add(waiter);
    });
  }

  /** Nothing more will come. */
  end(): void {
    this.#hasEnded = true;
    for (const { pattern, reject } of this.#waiters) reject(this.#neverCame(pattern));
    this.#waiters.clear();
  }

  #add(line: string): void {
    this.#lines.push(line);
    for (const waiter of this.#waiters) {
      if (!waiter.pattern.test(line)) continue;
      this.#waiters.delete(waiter);
      waiter.resolve(line);
    }
  }

  #neverCame(pattern: RegExp): Error {
    const output = `${this.#texts.stdout}\n${this.#texts.stderr}`.trim();
    return new Error(
      `The process ended without a line matching ${pattern}; it printed:\n${output}`,
    );
  }
}
