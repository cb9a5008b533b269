import {
  evidenceSchema,
  type Evidence,
  type Json,
  type Stage,
  type StageContext,
  type StageResult,
} from '@sluice/core';
import { refuseImage, type ImageUse } from '@sluice/enricher';
import type { ImageProbe } from '@sluice/scraper';
import { z } from 'zod';
import type { CompanyOptions } from './company-options.ts';
import {
  describeImages,
  shownUrl,
  type Choice,
  type Chosen,
  type ImageCheck,
  type ImageStatus,
} from './describe-images.ts';
import { ImageProbes } from './image-probes.ts';
import type { WebServices } from './web-services.ts';

/** Images that are asked for to fill one column, at most. */
const MAX_PROBES = 3;

/** Of the rules' value, the part that this stage reads. */
const candidatesSchema = z.object({ images: z.array(evidenceSchema) });
type Candidates = z.infer<typeof candidatesSchema>;

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
    run: (input, context) => new ImageChooser(context, isReplay).run(input as Candidates),
  };
}

/** Chooses an image for each column. */
class ImageChooser {
  readonly #probes: ImageProbes;
  readonly #isReplay: boolean;

  constructor(context: StageContext<WebServices>, isReplay: boolean) {
    this.#probes = new ImageProbes(context);
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
    const value = images.length === 0 ? nothing : describeImages(choices, images[0]!);
    const meta = { probes: this.#probes.count };
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
    const probe = await this.#probes.probe(url);
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
}

function notLookedFor(chosen: Chosen): Choice {
  return { chosen, checks: [] };
}

const nothing = { columns: {}, evidence: [], checks: [] };

/** A confirmed logo or banner stands for a site before one that may be none. */
function bestOf(logo: Chosen | null, banner: Chosen | null): Chosen | null {
  const found = [logo, banner].filter((one) => one !== null);
  return found.find(({ status }) => status === 'confirmed') ?? found[0] ?? null;
}
