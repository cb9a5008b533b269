/** How the pages of a bench are rendered. */
export type RenderWay =
  /** By the pool, each page as a site of its own. */
  | 'pool'
  /** One after the other in the same page of the same profile. */
  | 'reused'
  /** Each in a browser that is launched for it, with all that the pool does for a page. */
  | 'launched'
  /**
   * Each in a browser that is launched for it, as whoever has no pool writes it: `launch`, `newPage`, `goto`,
   * `content` and `close`, with Playwright's defaults.
   */
  | 'plain';

export interface RenderingTask {
  readonly way: RenderWay;
  readonly urls: readonly string[];
  /** Of the web on loopback that all host names stand for. */
  readonly originPort: number;
}

export interface RenderingAnswer {
  /** A page, the first one apart; of this process, the browser and all that it started. */
  readonly cpuMsPerPage: number;
  /** Of that, what this process took. */
  readonly ownCpuMsPerPage: number;
  /** Of all documents together. */
  readonly documentBytes: number;
}

export interface MemoryTask {
  readonly urls: readonly string[];
  readonly originPort: number;
  /** Pages that are rendered at the same time. */
  readonly atOnce: number;
}

export interface MemoryAnswer {
  /** Of the browser's processes, at the end of each page. */
  readonly pssBytes: readonly number[];
  readonly browserLaunches: number;
}
