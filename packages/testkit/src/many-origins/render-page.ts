import type { Business } from './business.ts';

/** What stands above the part that pages share: metadata, JSON-LD, logo. */
export function renderTop(business: Business, title: string): string {
  const { host, name, trade, city } = business;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<title>${title} | ${name}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="description" content="${name}: ${trade.toLowerCase()} in ${city} and around, for homes and firms.">
<meta property="og:title" content="${name}"><meta property="og:site_name" content="${name}">
<meta property="og:image" content="http://${host}/images/hero-1200x400.jpg">
<link rel="canonical" href="http://${host}/"><link rel="icon" href="/favicon.ico">
<script type="application/ld+json">${JSON.stringify(jsonLd(business))}</script>
</head><body>
<header><a href="/" class="brand"><img src="/images/logo-240x80.png" alt="${name} logo" class="logo"></a></header>
<section class="hero"><img src="/images/hero-1200x400.jpg" alt="" class="banner"><h1>${title}</h1></section>
`;
}

/** What stands below it: address, phone, links to the inner pages and to social networks. */
export function renderBottom(business: Business): string {
  const { name, street, city, postalCode, phone, fax, email } = business;
  const slug = name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
  const digits = phone.replaceAll(/\D/g, '');
  return `<footer><address>${name}<br>${street}<br>${city} ${postalCode}</address>
<p>Phone: <a href="tel:+1${digits}">${phone}</a><br>Fax: ${fax}<br>
E-mail: <a href="mailto:${email}">${email}</a></p>
<ul><li><a href="/contact">Contact us</a></li><li><a href="/about">About us</a></li><li><a href="/imprint">Imprint</a></li></ul>
<p><a href="https://www.facebook.com/${slug}">Facebook</a> <a href="https://www.linkedin.com/company/${slug}">LinkedIn</a></p>
<p>&copy; 2026 ${name}</p></footer></body></html>
`;
}

/**
 * The part between, as heavy as a real page's: styles, a menu, paragraphs, a table, a grid of images
 * and a script.
 *
 * @param variant - makes sites differ
 * @param page - makes pages of a site differ, which share a menu
 * @param bytes - about how long it gets
 */
export function renderMiddle(variant: number, page: number, bytes: number): string {
  let html = renderMenu(variant);
  for (let section = variant + 100 * page; html.length < bytes; section++) {
    html += renderSection(section);
  }
  return html;
}

function jsonLd({ host, name, street, city, postalCode, phone, email }: Business): object {
  return {
    '@context': 'https://schema.org',
    '@type': 'LocalBusiness',
    name,
    url: `http://${host}/`,
    logo: `http://${host}/images/logo-240x80.png`,
    telephone: phone,
    email,
    address: {
      '@type': 'PostalAddress',
      streetAddress: street,
      addressLocality: city,
      postalCode,
      addressCountry: 'US',
    },
    openingHours: ['Mo-Fr 08:00-17:00'],
  };
}

function renderMenu(seed: number): string {
  const links = Array.from({ length: 40 }, (_, n) => {
    const words = prose(seed + n, 2);
    return `<li class="menu-item menu-item-${n}"><a href="/services/${words.replace(' ', '-')}">${words}</a></li>`;
  });
  return `<nav class="main"><ul>${links.join('\n')}</ul></nav>\n`;
}

function renderSection(seed: number): string {
  const cards = Array.from({ length: 4 }, (_, n) => {
    const words = prose(seed * 5 + n, 3);
    const source = `/images/${words.replaceAll(' ', '-')}-320x200.jpg`;
    return `<div class="card col-md-3"><img src="${source}" alt="${words}" width="320" height="200"><h3>${words}</h3></div>`;
  });
  return `<section class="block block-${seed}" style="padding:24px 0;background-color:#fafafa">
<h2>${prose(seed, 4)}</h2><p>${prose(seed + 1, 90)}.</p><p>${prose(seed + 2, 70)}.</p>
<div class="row">${cards.join('\n')}</div>
<table><tr><th>${prose(seed, 1)}</th><td>${19 + (seed % 80)}.90</td></tr><tr><th>2026</th><td>10 x 15</td></tr></table>
<script>window.blocks=window.blocks||[];window.blocks.push({id:${seed},name:"block-${seed}",lazy:true});</script>
</section>
`;
}

const WORDS = (
  'we our team quality careful work since family owned local service repair modern workshop timber ' +
  'stone copper glass friendly advice free estimate customers trust season garden kitchen window roof ' +
  'fresh daily trained staff appointment parking nearby station award project gallery material finish'
).split(' ');

/** The same words for the same seed, in an order that does not repeat soon. */
function prose(seed: number, count: number): string {
  let state = seed * 2_654_435_761;
  const words = Array.from({ length: count }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return WORDS[(state >>> 16) % WORDS.length];
  });
  return words.join(' ');
}
