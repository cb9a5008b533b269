import {
  evidenceSchema,
  StageError,
  type Evidence,
  type Json,
  type Stage,
  type StageContext,
  type StageResult,
} from '@sluice/core';
import { refuseImage, type ImageUse } from '@sluice/enricher';
import {
  findReason,
  imageProbeSchema,
  probeImage,
  type ImageProbe,
  type Robots,
  type RobotsVerdict,
} from '@sluice/scraper';
import { z } from 'zod';
import type { CompanyOptions } from './company-options.ts';
import type { WebServices } from './web-services.ts';

/** Images that are asked for to fill one column, at most. */
const MAX_PROBES = 3;
/** Pause before an image is asked for again, in milliseconds. */
const RETRY_PAUSE_MS = 500;
/** A `data:` address is its image; of it, this much says which one it was. */
const MAX_SHOWN_URL = 200;

const imageUses = ['logo_url', 'banner_url', 'image_url'] as const satisfies readonly ImageUse[];

/** Of the rules' value, the part that this stage reads. */
const candidatesSchema = z.object({ images: z.array(evidenceSchema) });
type Candidates = z.infer<typeof candidatesSchema>;

/**
 * What the images of a row are worth: `unchecked` where pages come from an archive that does not have
 * them.
 */
type ImageStatus = ImageProbe['status'] | 'unchecked';

/** One look at an image for one column. */
interface ImageCheck {
  readonly column: ImageUse;
  readonly url: string;
  readonly status: ImageStatus;
  /** Why it did not fill the column. */
  readonly reason: string | null;
  readonly type: string | null;
  readonly width: number | null;
  readonly height: number | null;
  readonly bytes: number | null;
}

/** An image that fills a column. */
interface Chosen {
  readonly evidence: Evidence;
  readonly status: ImageStatus;
}

/** What was found for a column, and all that was looked at for it. */
interface Choice {
  readonly chosen: Chosen | null;
  readonly checks: readonly ImageCheck[];
}

/**
 * Looks at the images that the rules found, and fills the image columns with the best that are what they
 * promise. An image that could not be asked for keeps its place, and `image_status` says so; one that is
 * none loses it.
 */
export function imagesStage(options: CompanyOptions): Stage<WebServices> {
  const { replaySha256 = null, maxAge = null } = options;
  const isReplay = options.replay !== undefined;
  return {
    name: 'images',
    version: 2,
    config: { replaySha256 },
    required: false,
    maxAgeMs: maxAge,
    input(_record, outputs) {
      const found = outputs['rules'];
      if (found?.outcome !== 'ok') return undefined;
      return candidatesSchema.parse(found.value);
    },
    run: (input, context) => new ImageChecks(context, isReplay).run(input as Candidates),
  };
}

class ImageChecks {
  readonly #context: StageContext<WebServices>;
  readonly #isReplay: boolean;
  readonly #probes = new Map<string, Promise<ImageProbe>>();
  /** Why nothing can be asked of an origin, whichever image it is. */
  readonly #lost = new Map<string, StageError>();

  constructor(context: StageContext<WebServices>, isReplay: boolean) {
    this.#context = context;
    this.#isReplay = isReplay;
  }

  async run({ images }: Candidates): Promise<StageResult> {
    const [logo, banner] = await Promise.all([
      this.#choose('logo_url', images),
      this.#choose('banner_url', images),
    ]);
    const found = bestOf(logo.chosen, banner.chosen);
    const picture = found === null ? await this.#choose('image_url', images) : notLookedFor(found);
    const choices = { logo_url: logo, banner_url: banner, image_url: picture };
    const value = images.length === 0 ? nothing : describe(choices, images[0]!);
    const meta = { probes: this.#probes.size };
    return { outcome: 'ok', value: value as Json, reason: null, detail: null, meta };
  }

  /** The first confirmed candidate of a column that is nothing to refuse, else the first that may be one. */
  async #choose(use: ImageUse, images: readonly Evidence[]): Promise<Choice> {
    let possible: Chosen | null = null;
    const checks: ImageCheck[] = [];
    const candidates = images.filter(({ column }) => column === use).slice(0, MAX_PROBES);
    for (const evidence of candidates) {
      const check = await this.#check(use, evidence.value);
      checks.push(check);
      const { status } = check;
      if (status === 'confirmed') return { chosen: { evidence, status }, checks };
      if (status !== 'not_an_image') possible ??= { evidence, status };
    }
    return { chosen: possible, checks };
  }

  /** Looks at one image; one to refuse counts as none. */
  async #check(column: ImageUse, url: string): Promise<ImageCheck> {
    const probe = await this.#probe(url);
    const { type, width, height, bytes } = probe;
    const refusal = probe.status === 'confirmed' ? refuseImage(column, { url, ...probe }) : null;
    const status = refusal === null ? this.#statusOf(probe) : 'not_an_image';
    const reason = refusal ?? probe.reason;
    return { column, url: shownUrl(url), status, reason, type, width, height, bytes };
  }

  /** An archive of pages says nothing of images and hosts that were not put into it. */
  #statusOf({ status, reason }: ImageProbe): ImageStatus {
    const isAbsent = reason === 'not_archived' || reason === 'host_not_found';
    return this.#isReplay && isAbsent ? 'unchecked' : status;
  }

  #probe(url: string): Promise<ImageProbe> {
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

function describe(choices: Readonly<Record<ImageUse, Choice>>, first: Evidence) {
  const checks = imageUses.flatMap((use) => choices[use].checks);
  const picture = choices.image_url.chosen;
  const status = picture?.status ?? 'not_an_image';
  const filled = imageUses.flatMap((column) => {
    const evidence = choices[column].chosen?.evidence;
    if (evidence === undefined) return [];
    return [{ ...evidence, column, detail: detailOf(evidence, checks) }];
  });
  const about: Evidence = {
    ...(picture?.evidence ?? first),
    column: 'image_status',
    value: status,
    method: 'image_probe',
    confidence: 1,
    detail: checks.map(formatCheck).join('; '),
  };
  const columns = filled.map(({ column, value }) => [column, value] as const);
  return {
    columns: { ...Object.fromEntries(columns), image_status: status },
    evidence: [...filled, about],
    checks,
  };
}

function detailOf({ value }: Evidence, checks: readonly ImageCheck[]): string {
  const check = checks.find(({ url }) => url === shownUrl(value));
  return check === undefined ? '' : formatFacts(check);
}

/** One look in words: `https://…/logo.png: confirmed, image/png, 300 × 80 px, 4312 bytes`. */
function formatCheck(check: ImageCheck): string {
  return `${check.url}: ${formatFacts(check)}`;
}

function formatFacts({ status, reason, type, width, height, bytes }: ImageCheck): string {
  const size = width === null || height === null ? null : `${width} × ${height} px`;
  const length = bytes === null ? null : `${bytes} bytes`;
  return [status, reason, type, size, length].filter((fact) => fact !== null).join(', ');
}

function shownUrl(url: string): string {
  return url.length > MAX_SHOWN_URL ? `${url.slice(0, MAX_SHOWN_URL)}…` : url;
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

function notLookedFor(chosen: Chosen): Choice {
  return { chosen, checks: [] };
}

const nothing = { columns: {}, evidence: [], checks: [] };

/** A confirmed logo or banner stands for a site before one that may be none. */
function bestOf(logo: Chosen | null, banner: Chosen | null): Chosen | null {
  const found = [logo, banner].filter((one) => one !== null);
  return found.find(({ status }) => status === 'confirmed') ?? found[0] ?? null;
}
