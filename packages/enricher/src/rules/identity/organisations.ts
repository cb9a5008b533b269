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
  return page.structured.filter(isOrganisation);
}

function isOrganisation(item: StructuredItem): boolean {
  if (item.types.some((type) => OTHER_TYPES.test(type))) return false;
  if (item.types.some((type) => /Organi[sz]ation|Business|Corporation|WebSite|Store$/.test(type)))
    return true;
  return OWN_PROPERTIES.some((property) => property in item.data);
}
