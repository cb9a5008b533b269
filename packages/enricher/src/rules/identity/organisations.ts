import type { Json } from '@sluice/core';
import { typesOf } from '../../page/json-ld.ts';
import type { PageDocument, StructuredItem } from '../../page/page-document.ts';

/** Types of things that have a name and a picture without being the firm behind the site. */
const OTHER_TYPES =
  /^(?:WebPage|.*Page|Article|.*Article|BlogPosting|Blog|Product|Offer|AggregateOffer|Person|BreadcrumbList|ListItem|ItemList|ImageObject|VideoObject|Event|.*Event|Review|AggregateRating|Rating|Question|Answer|Recipe|Book|Movie|Place|PostalAddress|ContactPoint|SiteNavigationElement|WPHeader|WPFooter|SearchAction|Service|JobPosting|Course|GeoCoordinates|OpeningHoursSpecification)$/;

/** Properties that only an organisation has, whatever its type is called. */
const OWN_PROPERTIES = [
  'legalName',
  'telephone',
  'address',
  'logo',
  'openingHours',
  'openingHoursSpecification',
  'vatID',
  'sameAs',
];

/** The structured items that describe a firm: organisations, all kinds of local business, the site itself. */
export function organisations(page: PageDocument): readonly StructuredItem[] {
  return page.structured.flatMap((item) => ratedItem(item) ?? item).filter(isOrganisation);
}

/** What the stars of a site are given to is the firm behind it, declared within its rating. */
function ratedItem(item: StructuredItem): StructuredItem | null {
  const rated = item.types.includes('AggregateRating') ? item.data['itemReviewed'] : undefined;
  if (rated === undefined || !isObject(rated)) return null;
  return { ...item, types: typesOf(rated), data: rated };
}

function isObject(json: Json): json is StructuredItem['data'] {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}

function isOrganisation(item: StructuredItem): boolean {
  if (item.types.some((type) => OTHER_TYPES.test(type))) return false;
  if (item.types.some((type) => /Organi[sz]ation|Business|Corporation|WebSite|Store$/.test(type)))
    return true;
  return OWN_PROPERTIES.some((property) => property in item.data);
}
