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
 * The part between, as heavy as a real page's: a menu, then paragraphs, images, links and scripts in the
 * proportions that pages of small businesses have. A page of 47 KB has some 100 links, 21 images, 535
 * elements and 5 KB of text; a fifth of it is scripts and styles, the rest attributes and white space.
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
  const links = Array.from({ length: 42 }, (_, n) => {
    const words = prose(seed + n, 2);
    return `<li class="menu-item menu-item-${n}"><a href="/services/${words.replace(' ', '-')}">${words}</a></li>`;
  });
  return `<nav class="main"><ul>${links.join('\n')}</ul></nav>\n`;
}

function renderSection(seed: number): string {
  const words = prose(seed * 5, 3);
  const file = words.replaceAll(' ', '-');
  return `
      <!-- block ${seed}: template-parts/content-block.php, variant "image-right", cached by the page builder, do not edit by hand -->
      <section id="block-${seed}" class="block block-${seed} section-inner has-background" style="padding:24px 0;background-color:#fafafa;background-position:center top">
        <div class="container"><div class="row justify-content-center">
          <div class="col-md-8 col-sm-12 wow fadeInUp animated-block">
            <h2 class="block-title heading-secondary">${prose(seed, 4)}</h2>
            <p class="lead">${prose(seed + 1, 17)}.

                                 <a href="/services/${file}" class="btn btn-primary btn-lg read-more" title="${words}">${prose(seed + 3, 2)}</a></p>
          </div>
          <div class="col-md-4 col-sm-12"><div class="card shadow-sm">
            <a href="/gallery/${file}" class="card-link"><img src="/images/${file}-320x200.jpg" srcset="/images/${file}-320x200.jpg 320w, /images/${file}-640x400.jpg 640w, /images/${file}-1280x800.jpg 1280w" sizes="(max-width: 640px) 100vw, 320px" alt="${words}" width="320" height="200" loading="lazy" class="card-img-top img-fluid"></a>
            <div class="card-body"><h3 class="card-title">${words}</h3><a href="/gallery/${file}#more" class="stretched-link"></a></div>
          </div></div>
        </div></div>
        <table class="table table-sm table-borderless" style="border-collapse:collapse"><tr><td>${prose(seed, 1)}</td><td>${19 + (seed % 80)}.90</td></tr></table>
        <script>window.blocks=window.blocks||[];window.blocks.push({id:${seed},name:"block-${seed}",lazy:true,options:{speed:400,easing:"swing",autoplay:false,breakpoints:{640:{perView:1},1024:{perView:2}}},onReady:function(element){element.classList.add("is-ready");element.setAttribute("data-ready","1");}});</script>
        <style>#block-${seed} .card{border:0;border-radius:6px}#block-${seed} .block-title{font-size:1.75rem;letter-spacing:.02em}</style>
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
