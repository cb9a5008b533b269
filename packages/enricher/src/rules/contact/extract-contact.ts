import type { FilledColumns } from '@sluice/core';
import type { PageDocument } from '../../page/page-document.ts';
import { extractAddress } from './address.ts';
import type { ContactHints } from './contact-hints.ts';
import { extractEmails } from './emails.ts';
import { extractOpeningHours } from './opening-hours.ts';
import { ownPart } from './own-part.ts';
import { extractPhones } from './phones.ts';
import { extractSocials } from './socials.ts';

/**
 * Fills `phone`, `phones`, `fax`, `email`, `emails`, `socials`, `address` and `opening_hours` from a
 * site's pages, home page first. Columns without a value are null, lists without one too.
 */
export function extractContact(pages: readonly PageDocument[], hints: ContactHints): FilledColumns {
  const documents = pages.map(ownPart);
  const { phone, phones, fax, ...phoneRest } = extractPhones(documents, hints);
  const { email, emails, ...emailRest } = extractEmails(documents, hints);
  const { socials, ...socialRest } = extractSocials(documents, hints.siteUrl);
  const { address, ...addressRest } = extractAddress(documents, hints);
  const { openingHours, ...hoursRest } = extractOpeningHours(documents);
  return {
    columns: {
      phone,
      phones: listOrNull(phones),
      fax,
      email,
      emails: listOrNull(emails),
      socials: listOrNull(socials),
      address,
      opening_hours: openingHours,
    },
    evidence: [phoneRest, emailRest, socialRest, addressRest, hoursRest].flatMap(
      ({ evidence }) => evidence,
    ),
  };
}

function listOrNull(list: readonly string[]): readonly string[] | null {
  return list.length === 0 ? null : list;
}
