import type { FilledColumns } from '@sluice/core';
import type { PageDocument } from '../../page/page-document.ts';
import { findBanner } from './banner.ts';
import { findCompanyName } from './company-name.ts';
import { findDescription } from './description.ts';
import { findImage } from './image.ts';
import { findLanguage } from './language.ts';
import { viewSite } from './image-view.ts';
import { findLogo } from './logo.ts';
import { type Finding, evidenceFor } from '../../evidence/quote.ts';
import { siteContext } from './site-context.ts';

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

/**
 * Reads who a site belongs to: name, description, language, logo, banner and one picture that stands for
 * it. Columns without a value are null and have no evidence.
 *
 * @param documents - pages of one site; the home page (role `home`, else the first) counts most
 */
export function extractIdentity(
  documents: readonly PageDocument[],
  hints: IdentityHints,
): FilledColumns {
  const found = findIdentity(documents, hints);
  const columns = IDENTITY_COLUMNS.map((column) => [column, found[column]?.value ?? null] as const);
  const evidence = IDENTITY_COLUMNS.flatMap((column) => {
    const finding = found[column];
    return finding === null ? [] : [evidenceFor(column, null, finding)];
  });
  return { columns: Object.fromEntries(columns), evidence };
}

type Identity = Readonly<Record<(typeof IDENTITY_COLUMNS)[number], Finding | null>>;

function findIdentity(documents: readonly PageDocument[], hints: IdentityHints): Identity {
  const site = siteContext(documents, hints.siteUrl);
  if (site === null) return NOTHING;
  const views = viewSite(site);
  const homeViews = views.filter(({ page }) => page === site.home);
  const name = findCompanyName(site, views);
  const logo = findLogo(site, views, name?.value ?? null);
  const banner = findBanner(site, homeViews, logo?.value ?? null);
  return {
    company_name: name,
    description: findDescription(site),
    logo_url: logo,
    banner_url: banner,
    image_url: findImage(site, homeViews, logo, banner),
    language: findLanguage(site),
  };
}

const NOTHING: Identity = {
  company_name: null,
  description: null,
  logo_url: null,
  banner_url: null,
  image_url: null,
  language: null,
};
