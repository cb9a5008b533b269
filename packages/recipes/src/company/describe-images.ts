import type { Evidence } from '@sluice/core';
import type { ImageUse } from '@sluice/enricher';
import type { ImageProbe } from '@sluice/scraper';

/** A `data:` address is its image; of it, this much says which one it was. */
const MAX_SHOWN_URL = 200;

const imageUses = ['logo_url', 'banner_url', 'image_url'] as const satisfies readonly ImageUse[];

/**
 * What the images of a row are worth: `unchecked` where pages come from an archive that does not have
 * them.
 */
export type ImageStatus = ImageProbe['status'] | 'unchecked';

/** One look at an image for one column. */
export interface ImageCheck {
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
export interface Chosen {
  readonly evidence: Evidence;
  readonly status: ImageStatus;
}

/** What was found for a column, and all that was looked at for it. */
export interface Choice {
  readonly chosen: Chosen | null;
  readonly checks: readonly ImageCheck[];
}

/**
 * What the images stage gives: columns, their evidence, and every look.
 *
 * @param first - the rules' first proposal, which `image_status` rests on where nothing fills `image_url`
 */
export function describeImages(choices: Readonly<Record<ImageUse, Choice>>, first: Evidence) {
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

/** Short enough to be shown, and to tell one image from another. */
export function shownUrl(url: string): string {
  return url.length > MAX_SHOWN_URL ? `${url.slice(0, MAX_SHOWN_URL)}…` : url;
}
