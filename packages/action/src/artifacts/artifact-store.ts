import * as core from '@actions/core';
import { DefaultArtifactClient, type Artifact } from '@actions/artifact';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { JobContext } from '../job-context.ts';

/** Parquet and archives are compressed already; what is left is journals. */
const COMPRESSION_LEVEL = 1;

/** The artifacts of this workflow run, those of earlier attempts included. */
export class ArtifactStore {
  readonly #client = new DefaultArtifactClient();

  async list(): Promise<readonly Artifact[]> {
    return (await this.#client.listArtifacts()).artifacts;
  }

  /**
   * Uploads files.
   *
   * @param files - absolute, below `root`
   * @returns the artifact's id
   * @throws Error when it did not get there in full
   */
  async upload(name: string, root: string, files: readonly string[]): Promise<number> {
    // The client tells of every step: folded away in the log.
    const { id } = await core.group(`Store ${name}`, () =>
      this.#client.uploadArtifact(name, [...files], root, { compressionLevel: COMPRESSION_LEVEL }),
    );
    if (id === undefined) throw new Error(`artifact ${name} was not stored`);
    return id;
  }

  /** Uploads everything in a folder. */
  async uploadFolder(name: string, folder: string): Promise<number> {
    return this.upload(name, folder, await filesIn(folder));
  }

  /**
   * Brings an artifact into an empty folder.
   *
   * @param of - the workflow run that it belongs to, if not to this one
   * @throws Error when it is not there, or not what was uploaded
   */
  async download(
    artifact: Pick<Artifact, 'id' | 'digest' | 'name'>,
    folder: string,
    of?: { readonly context: JobContext; readonly workflowRunId: number },
  ): Promise<void> {
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    const { digestMismatch } = await core.group(`Fetch ${artifact.name}`, () =>
      this.#client.downloadArtifact(artifact.id, {
        path: folder,
        ...(artifact.digest && { expectedHash: artifact.digest }),
        ...(of && { findBy: findBy(of.context, of.workflowRunId) }),
      }),
    );
    if (digestMismatch) throw new Error(`artifact ${artifact.name} is damaged`);
  }

  /** Uploads a folder under a name that may be taken by an earlier attempt of this job. */
  async replaceFolder(name: string, folder: string): Promise<number> {
    const isTaken = (await this.list()).some((artifact) => artifact.name === name);
    if (isTaken) await this.#client.deleteArtifact(name);
    return this.uploadFolder(name, folder);
  }
}

function findBy({ owner, repository, token }: JobContext, workflowRunId: number) {
  return {
    token: token ?? '',
    workflowRunId,
    repositoryOwner: owner,
    repositoryName: repository,
  };
}

/** All files below a folder, absolute. */
async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
}
