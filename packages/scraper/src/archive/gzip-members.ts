import { constants, createGzip, type Gzip, type ZlibReset } from 'node:zlib';

/**
 * Measured on pages of 55 KB: level 2 leaves 13.0 KB; level 6 takes twice the CPU for 11.8 KB. It runs in
 * the thread pool, but two cores have no time to spare for the difference. A chunk holds the output of many
 * pages, and the flush ends a member with its write: either would else take the main thread another round.
 */
const gzipOptions = { level: 2, chunkSize: 256 * 1024, flush: constants.Z_FINISH };

/**
 * Compresses records to gzip members, one after the other and all with one compressor: a new one for each,
 * which is what `gzip` does, takes nearly twice the CPU, and three times that of the main thread.
 */
export class GzipMembers {
  #gzip: (Gzip & ZlibReset) | null = null;
  #parts: Buffer[] = [];
  #last: Promise<unknown> = Promise.resolve();

  /** Compresses a record once those before it are. The bytes are those that `gzip` makes of it. */
  compress(record: Uint8Array): Promise<Buffer> {
    const member = this.#last.then(() => this.#write(record));
    this.#last = member.catch(() => undefined);
    return member;
  }

  /** Gives the compressor's memory back once nothing waits for it; it may be used again. */
  async close(): Promise<void> {
    await this.#last;
    this.#drop();
  }

  #drop(): void {
    this.#gzip?.close();
    this.#gzip = null;
  }

  #write(record: Uint8Array): Promise<Buffer> {
    const gzip = (this.#gzip ??= this.#open());
    return new Promise((resolve, reject) => {
      gzip.write(record, (error) => {
        const parts = this.#parts;
        this.#parts = [];
        if (error) {
          this.#drop();
          reject(error);
          return;
        }
        gzip.reset();
        resolve(parts.length === 1 ? parts[0]! : Buffer.concat(parts));
      });
    });
  }

  #open(): Gzip & ZlibReset {
    // The types of Node know `reset` for the same stream without the header only.
    const gzip = createGzip(gzipOptions) as Gzip & ZlibReset;
    gzip.on('data', (part: Buffer) => this.#parts.push(part));
    // Whoever wrote is told by the callback.
    gzip.on('error', () => undefined);
    return gzip;
  }
}
