import type { PageDocument, Region } from '../../page/page-document.ts';

/** The region that an offset in the document's text lies in. */
export function regionAt({ regions }: PageDocument, offset: number): Region {
  const found = regions.find(({ span }) => span.start <= offset && offset < span.end);
  return found?.region ?? 'main';
}
