import { placeholderImage, type ImageSize } from './placeholder-image.ts';
import { page } from '../answers/page.ts';
import { status } from '../answers/status.ts';
import { afterMs } from '../flow/after-ms.ts';
import type { Handler } from './handler.ts';
import type { Site, SiteOptions, SiteSource } from './site.ts';

/** The hosts of a test web. A host may be added several times: the latest addition answers first. */
export class KnownSites {
  readonly #byHost = new Map<string, Site[]>();
  readonly #sources: SiteSource[] = [];
  readonly #imageSize: ImageSize | undefined;

  /** @param imageSize - of images whose names state none; given one, whoever asks for an image gets it */
  constructor(imageSize?: ImageSize) {
    this.#imageSize = imageSize;
  }

  add(host: string, site: Site): void {
    const name = host.toLowerCase();
    this.#byHost.set(name, [site, ...(this.#byHost.get(name) ?? [])]);
  }

  addSource(source: SiteSource): void {
    this.#sources.push(source);
  }

  /** The options of a host's latest addition; undefined for an unknown host. */
  optionsOf(host: string): SiteOptions | undefined {
    return this.#sitesOf(host)[0]?.options;
  }

  /** What answers a URL: a page, an image for image paths, 404; undefined for an unknown host. */
  find(url: URL): Handler | undefined {
    const sites = this.#sitesOf(url.hostname);
    const [latest] = sites;
    if (latest === undefined) return undefined;
    const handler = scriptedHandler(sites, url) ?? unscripted(url, this.#imageSize);
    const { latencyMs = 0 } = latest.options;
    return latencyMs > 0 ? afterMs(latencyMs, handler) : handler;
  }

  #sitesOf(host: string): readonly Site[] {
    const sites = this.#byHost.get(host);
    if (sites !== undefined) return sites;
    for (const source of this.#sources) {
      const site = source(host);
      if (site !== undefined) return [site];
    }
    return [];
  }
}

function scriptedHandler(sites: readonly Site[], url: URL): Handler | undefined {
  for (const site of sites) {
    const handler = site.find(url);
    if (handler !== undefined) return handler;
  }
  return undefined;
}

function unscripted(url: URL, imageSize: ImageSize | undefined): Handler {
  const image = placeholderImage(url.pathname, imageSize);
  if (image !== null) return page(image.body, { contentType: image.contentType });
  return (exchange) => {
    const asksForImage = exchange.headers.accept?.startsWith('image/') ?? false;
    const any = asksForImage && imageSize ? placeholderImage('/any.png', imageSize) : null;
    const answer = any === null ? status(404) : page(any.body, { contentType: any.contentType });
    return answer(exchange);
  };
}
