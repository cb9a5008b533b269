import type { RobotsRules } from './robots-rules.ts';

export interface RulesCacheOptions {
  readonly maxAgeMs: number;
  /** Of the robots.txt files the rules were parsed from, together. */
  readonly maxBytes: number;
  readonly now: () => number;
}

interface Entry {
  readonly rules: RobotsRules;
  readonly bytes: number;
  readonly expiresAtMs: number;
}

/** What an entry weighs beside its file: keys, parser and map slot, in bytes, roughly. */
const entryBytes = 1_024;

/** Rules by origin; the least recently used go when there are too many. */
export class RulesCache {
  readonly #options: RulesCacheOptions;
  readonly #entries = new Map<string, Entry>();
  #bytes = 0;

  constructor(options: RulesCacheOptions) {
    this.#options = options;
  }

  get(origin: string): RobotsRules | undefined {
    const entry = this.#entries.get(origin);
    if (entry === undefined) return undefined;
    this.#remove(origin, entry);
    if (entry.expiresAtMs <= this.#options.now()) return undefined;
    this.#add(origin, entry);
    return entry.rules;
  }

  /** @param fileBytes - size of the robots.txt */
  set(origin: string, rules: RobotsRules, fileBytes: number): void {
    const { now, maxAgeMs, maxBytes } = this.#options;
    const previous = this.#entries.get(origin);
    if (previous !== undefined) this.#remove(origin, previous);
    this.#add(origin, { rules, bytes: fileBytes + entryBytes, expiresAtMs: now() + maxAgeMs });
    for (const [oldest, entry] of this.#entries) {
      if (this.#bytes <= maxBytes) return;
      this.#remove(oldest, entry);
    }
  }

  #add(origin: string, entry: Entry): void {
    this.#entries.set(origin, entry);
    this.#bytes += entry.bytes;
  }

  #remove(origin: string, entry: Entry): void {
    this.#entries.delete(origin);
    this.#bytes -= entry.bytes;
  }
}
