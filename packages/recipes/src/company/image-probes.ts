import { StageError, type StageContext } from '@sluice/core';
import {
  findReason,
  imageProbeSchema,
  probeImage,
  type ImageProbe,
  type Robots,
  type RobotsVerdict,
} from '@sluice/scraper';
import type { WebServices } from './web-services.ts';

/** Pause before an image is asked for again, in milliseconds. */
const RETRY_PAUSE_MS = 500;

/** Looks at the images of one record: each once, whichever column it is for. */
export class ImageProbes {
  readonly #context: StageContext<WebServices>;
  readonly #probes = new Map<string, Promise<ImageProbe>>();
  /** Why nothing can be asked of an origin, whichever image it is. */
  readonly #lost = new Map<string, StageError>();

  constructor(context: StageContext<WebServices>) {
    this.#context = context;
  }

  /** Images looked at so far. */
  get count(): number {
    return this.#probes.size;
  }

  /** @throws StageError where the image has to be asked for later */
  probe(url: string): Promise<ImageProbe> {
    let probe = this.#probes.get(url);
    if (probe === undefined) this.#probes.set(url, (probe = this.#probeDurably(url)));
    return probe;
  }

  /** What an image is stays known; that it could not be reached is asked again in the next attempt. */
  async #probeDurably(url: string): Promise<ImageProbe> {
    try {
      const seen = await this.#context.step(
        'probe',
        { url },
        async () => {
          const probe = await this.#probePatiently(url);
          if (probe.status === 'unreachable') throw new Unreachable(probe);
          return probe;
        },
        { mayRepeat: true },
      );
      return imageProbeSchema.parse(seen);
    } catch (error) {
      if (error instanceof Unreachable) return error.probe;
      throw error;
    }
  }

  async #probePatiently(url: string): Promise<ImageProbe> {
    const { services, signal, clock } = this.#context;
    for (;;) {
      const probe = await this.#probeOnce(url, services, signal);
      const mayPass = findReason(probe.reason ?? '')?.disposition === 'retry';
      if (!mayPass || !this.#context.spendRetry()) return probe;
      await clock.sleep(RETRY_PAUSE_MS, signal);
    }
  }

  async #probeOnce(
    url: string,
    { fetcher, robots }: WebServices,
    signal: AbortSignal,
  ): Promise<ImageProbe> {
    const check: Robots['check'] = (address) => this.#checkRobots(robots, address, signal);
    try {
      return await probeImage(url, { fetcher, robots: { check }, signal });
    } catch (error) {
      const isLater = error instanceof StageError && error.disposition === 'defer';
      if (!isLater || this.#context.mayDefer(error)) throw error;
      return { ...unreachable, reason: error.code };
    }
  }

  /** Of a host that does not exist, say, the next image is not asked for. */
  async #checkRobots(robots: Robots, url: string, signal: AbortSignal): Promise<RobotsVerdict> {
    const { origin } = new URL(url);
    const lost = this.#lost.get(origin);
    if (lost !== undefined) throw lost;
    try {
      return await robots.check(url, signal);
    } catch (error) {
      const isFinal = error instanceof StageError && error.disposition === 'fail-record';
      if (isFinal) this.#lost.set(origin, error);
      throw error;
    }
  }
}

/** What nobody could look at. */
class Unreachable extends Error {
  readonly probe: ImageProbe;

  constructor(probe: ImageProbe) {
    super('unreachable');
    this.probe = probe;
  }
}

const unreachable: ImageProbe = {
  status: 'unreachable',
  reason: null,
  type: null,
  width: null,
  height: null,
  bytes: null,
  isActive: false,
};
