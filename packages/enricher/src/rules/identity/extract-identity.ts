import type { Evidence, FilledColumns } from '@sluice/core';
import type { PageDocument } from '../../page/page-document.ts';
import { findBanners } from './banner.ts';
import { findCompanyName } from './company-name.ts';
import { findDescription } from './description.ts';
import { findPictures } from './image.ts';
import { findLanguage } from './language.ts';
import { viewSite } from './image-view.ts';
import { findLogos } from './logo.ts';
import { type Finding, evidenceFor } from '../../evidence/quote.ts';
import { type SiteContext, siteContext } from './site-context.ts';

/** What is known of a site besides its pages. */
export interface IdentityHints {
  /** The website as the dataset gives it, before redirects. */
  readonly siteUrl: string;
}

/** The columns the identity rules fill. */
export const IDENTITY_COLUMNS = [
  'company_name',
  'description',
  'logo_url',
  'banner_url',
  'image_url',
  'language',
] as const;

/** What the identity rules found. */
export interface Identity extends FilledColumns {
  /**
   * All that may be the site's logo, banner or picture (`logo_url`, `banner_url`, `image_url`), likeliest
   * first. `image_url` has what may stand for a site without logo and banner.
   */
  readonly images: readonly Evidence[];
}

/**
 * Reads who a site belongs to: name, description, language, logo, banner and one picture that stands for
 * it: its logo, else its banner, else the first reasonable image. Columns without a value are null and
 * have no evidence.
 *
 * @param documents - pages of one site; the home page (role `home`, else the first) counts most
 */
export function extractIdentity(
  documents: readonly PageDocument[],
  hints: IdentityHints,
): Identity {
  const site = siteContext(documents, hints.siteUrl);
  const found = site === null ? NOTHING : findIdentity(site);
  const columns = IDENTITY_COLUMNS.map((column) => [column, found[column][0]?.value ?? null]);
  const evidence = IDENTITY_COLUMNS.flatMap((column) =>
    evidenceOf(column, found[column].slice(0, 1)),
  );
  const images = [
    ...evidenceOf('logo_url', found.logo_url),
    ...evidenceOf('banner_url', found.banner_url),
    ...evidenceOf('image_url', found.pictures),
  ];
  return { columns: Object.fromEntries(columns), evidence, images };
}

function evidenceOf(column: string, findings: readonly Finding[]): readonly Evidence[] {
  return findings.map((finding) => evidenceFor(column, null, finding));
}

/** Of each column what may be its value, likeliest first. */
type Findings = Readonly<
  Record<(typeof IDENTITY_COLUMNS)[number] | 'pictures', readonly Finding[]>
>;

function findIdentity(site: SiteContext): Findings {
  const views = viewSite(site);
  const homeViews = views.filter(({ page }) => page === site.home);
  const name = findCompanyName(site, views);
  const logos = findLogos(site, views, name?.value ?? null);
  const banners = findBanners(site, homeViews, logos[0]?.value ?? null);
  const pictures = findPictures(site, homeViews);
  return {
    company_name: oneOrNone(name),
    description: oneOrNone(findDescription(site)),
    logo_url: logos,
    banner_url: banners,
    image_url: [...logos, ...banners, ...pictures],
    pictures,
    language: oneOrNone(findLanguage(site)),
  };
}

function oneOrNone(finding: Finding | null): readonly Finding[] {
  return finding === null ? [] : [finding];
}

const NOTHING: Findings = {
  company_name: [],
  description: [],
  logo_url: [],
  banner_url: [],
  image_url: [],
  pictures: [],
  language: [],
};
