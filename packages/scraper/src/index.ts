export * from './crawl/crawl-result.ts';
export * from './crawl/page-links.ts';
export * from './fetch/page-fetcher.ts';
