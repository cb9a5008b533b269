import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { publishFile } from '@sluice/core';
import { prepareOutputFolder } from './prepare-output-folder.ts';
import { removeLeftovers, temporaryName } from './remove-leftovers.ts';

/**
 * The files of one export. Each is written under a temporary name; `publish` renames them all once the
 * last one is complete, so that until then the folder holds the earlier export, whole.
 */
export class ExportFolder {
  readonly #path: string;
  readonly #files: string[] = [];
  readonly #refused: string[] = [];

  private constructor(path: string) {
    this.#path = path;
  }

  /**
   * Makes the folder and removes what killed exports left in it.
   *
   * @throws UsageError when the path, or one above it, is a regular file or may not be written to
   */
  static async open(path: string): Promise<ExportFolder> {
    await prepareOutputFolder(path);
    await removeLeftovers(path);
    return new ExportFolder(path);
  }

  /** Adds a file to the export and returns the temporary path to write it to. */
  add(file: string): string {
    this.#files.push(file);
    return this.#temporary(file);
  }

  /** Takes a file out of the export again, because it cannot be made; an earlier one goes at `publish`. */
  async refuse(file: string): Promise<void> {
    this.#refused.push(file);
    await this.drop(file);
  }

  /** Takes a file out of the export again, because nobody asked for it; an earlier one stays. */
  async drop(file: string): Promise<void> {
    this.#files.splice(this.#files.indexOf(file), 1);
    await rm(this.#temporary(file), { force: true });
  }

  /** The files with their sizes in bytes, in the order of their adding. */
  async sizes(): Promise<{ file: string; bytes: number }[]> {
    return Promise.all(
      this.#files.map(async (file) => ({ file, bytes: (await stat(this.#temporary(file))).size })),
    );
  }

  /** Makes the files durable and gives them their names. */
  async publish(): Promise<void> {
    for (const file of this.#files)
      await publishFile(this.#temporary(file), join(this.#path, file));
    for (const file of this.#refused) await rm(join(this.#path, file), { force: true });
    this.#files.length = 0;
  }

  /** Removes what was not published. */
  async discard(): Promise<void> {
    await Promise.all(this.#files.map((file) => rm(this.#temporary(file), { force: true })));
  }

  #temporary(file: string): string {
    return join(this.#path, temporaryName(file));
  }
}
