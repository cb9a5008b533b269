import { formatLive, formatPlain, type ProgressView } from './format-progress.ts';
import { printable } from './printable.ts';

/** Time between two pictures of the live display, in milliseconds. */
const LIVE_INTERVAL_MS = 200;
/** Time between two plain progress lines, in milliseconds. */
const PLAIN_INTERVAL_MS = 10_000;
/** Time between two progress events for machines, in milliseconds. */
const EVENT_INTERVAL_MS = 1_000;

/** Streams and manners of the terminal the command runs in. */
export interface Streams {
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: NodeJS.WritableStream & { isTTY?: boolean; columns?: number };
  readonly environment: NodeJS.ProcessEnv;
}

export interface ConsoleMode {
  readonly json: boolean;
  readonly quiet: boolean;
}

/**
 * Everything a command says: words and progress on standard error, results and events on standard
 * output. There is no other way out.
 */
export class Console {
  readonly #streams: Streams;
  readonly #mode: ConsoleMode;
  readonly #isLive: boolean;
  #shownLines = 0;
  #nextAtMs = 0;

  constructor(streams: Streams, mode: ConsoleMode) {
    this.#streams = streams;
    this.#mode = mode;
    const { CI, TERM } = streams.environment;
    this.#isLive = streams.stderr.isTTY === true && !CI && TERM !== 'dumb';
  }

  /** One line for people. */
  say(line: string): void {
    if (!this.#mode.quiet) this.warn(line);
  }

  /** One line for people, which is said in any case: what went wrong, and how to go on. */
  warn(line: string): void {
    this.#erase();
    this.#streams.stderr.write(`${printable(line)}\n`);
  }

  /** What the command was called for, on standard output; left out with `--json`. */
  print(text: string): void {
    if (this.#mode.json) return;
    this.#erase();
    this.#streams.stdout.write(`${printable(text)}\n`);
  }

  /** One JSON line for machines; left out without `--json`. */
  event(event: string, fields: object): void {
    if (!this.#mode.json) return;
    const at = new Date().toISOString();
    this.#streams.stdout.write(`${JSON.stringify({ event, at, ...fields })}\n`);
  }

  /** Shows progress, as often as the place it goes to can bear. */
  progress(view: ProgressView, nowMs: number): void {
    if (nowMs < this.#nextAtMs) return;
    this.#nextAtMs = nowMs + this.#intervalMs();
    this.event('progress', view);
    if (this.#mode.quiet || (this.#mode.json && !this.#isLive)) return;
    if (this.#isLive) this.#redraw(view);
    else if (view.elapsedMs >= PLAIN_INTERVAL_MS)
      this.#streams.stderr.write(`${printable(formatPlain(view))}\n`);
  }

  /** Takes the live display away, before the closing words. */
  endProgress(): void {
    this.#erase();
  }

  #intervalMs(): number {
    if (this.#mode.json) return EVENT_INTERVAL_MS;
    return this.#isLive ? LIVE_INTERVAL_MS : PLAIN_INTERVAL_MS;
  }

  #redraw(view: ProgressView): void {
    this.#erase();
    const lines = formatLive(view, this.#streams.stderr.columns ?? 80);
    this.#streams.stderr.write(`${lines.map((line) => this.#dim(printable(line))).join('\n')}\n`);
    this.#shownLines = lines.length;
  }

  #dim(line: string): string {
    const hasColour = !this.#streams.environment['NO_COLOR'];
    return hasColour ? `\u001B[36m${line}\u001B[0m` : line;
  }

  #erase(): void {
    if (this.#shownLines === 0) return;
    this.#streams.stderr.write(`\u001B[${this.#shownLines}A\u001B[0J`);
    this.#shownLines = 0;
  }
}
