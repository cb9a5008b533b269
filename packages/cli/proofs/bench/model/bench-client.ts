/** Makes calls until its end, as many at once as it was opened for, and says how many were given up. */
export interface BenchClient extends AsyncDisposable {
  run(end: AbortSignal): Promise<{ readonly lost: number }>;
}

export type OpenBenchClient = (url: string, concurrency: number) => Promise<BenchClient>;
