import type { Business, SiteHandlers } from '@sluice/testkit';

/** The pages of a small business without faults: home, contact, about. The phone number is on the first two. */
export function businessPages(business: Business): SiteHandlers {
  return {
    '/': businessHome(business),
    '/contact': businessContact(business),
    '/about': `<title>About us</title><p>${business.name} has been in ${business.city} since 1952.</p>`,
  };
}

/** @param further - markup before the end of the page */
export function businessHome(business: Business, further = ''): string {
  const { name, trade, city } = business;
  return `<!doctype html><html lang="en"><head><title>${name}</title>
    <meta name="description" content="${name}: ${trade} in ${city}"></head>
    <body><h1>${name}</h1><p>We have done ${trade.toLowerCase()} in ${city} for many years.</p>
    <a href="/contact">Contact</a> <a href="/about">About us</a> ${callUs(business)}${further}</body></html>`;
}

function businessContact(business: Business): string {
  const { name, street, postalCode, city } = business;
  return `<title>Contact</title><h1>${name}</h1><p>${street}, ${city} ${postalCode}</p>${callUs(business)}`;
}

function callUs({ phone }: Business): string {
  return `<p>Phone: <a href="tel:+1${phone.replaceAll(/\D/g, '')}">${phone}</a></p>`;
}
