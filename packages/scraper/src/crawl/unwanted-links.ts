/** Files that are no pages, by their ending. */
const fileEnding =
  /\.(pdf|docx?|xlsx?|pptx?|odt|ods|rtf|csv|epub|zip|rar|7z|t?gz|bz2|tar|exe|msi|dmg|iso|apk|jpe?g|png|gif|webp|avif|heic|svg|bmp|tiff?|ico|eps|psd|dwg|mp[34]|m4[av]|avi|mov|wmv|webm|ogg|wav|css|js|mjs|json|xml|rss|atom|ics|vcf|woff2?|ttf|eot|swf)$/i;

/** Parameters that have a file sent, whatever the page is called. */
const fileParameter = /^(download|attachment|attachment_id|dl)$/i;

/** Parts of sites behind a login, in a shop's till, or made for machines. */
const machinery =
  /\/(wp-admin|wp-login|wp-json|wp-content|feed|rss|xmlrpc|cgi-bin|log-?in|log-?out|sign-?in|sign-?up|sign_in|sign_up|register|registration|anmelden|einloggen|connexion|inscription|my-?account|account|konto|customer\/account|cart|basket|checkout|warenkorb|kasse|panier|carrito|carrello|winkelwagen|koszyk|kosik|wishlist|compare)([/.?]|$)/i;

/** Folders of articles, events, products and lists, where a word in a title says nothing of the page. */
const articleFolder =
  /\/(blogs?|news|aktuelles|neuigkeiten|actualites?|actus?|noticias|notizie|novedades|nieuws|nyheter|nyheder|uutiset|aktualnosci|aktuality|hirek|stiri|articles?|artikel|posts?|archives?|tags?|category|categories|kategorie|categoria|categorie|author|events?|calendar|kalender|calendrier|agenda|products?|produkte?|produits?|productos|prodotti|jobs?|careers?|karriere|stellenangebote|vacancies|forum|faqs?|downloads?)\/./i;

/** Tells whether an address leads to no page at all, or to one behind the scenes. */
export function isNoPage(url: URL): boolean {
  if (fileEnding.test(url.pathname) || machinery.test(url.pathname)) return true;
  if (url.search === '') return false;
  return [...url.searchParams].some(
    ([name, value]) => fileParameter.test(name) || fileEnding.test(value),
  );
}

/** Tells whether an address is filed under articles, events, products or the like. */
export function isArticle(url: URL): boolean {
  return articleFolder.test(url.pathname);
}
