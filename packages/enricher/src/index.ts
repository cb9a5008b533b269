export * from './page/page-document.ts';
export * from './page/page-text.ts';
export * from './page/parse-page.ts';
export * from './evidence/quote.ts';
export * from './evidence/quote-structured.ts';
export * from './evidence/verify-evidence.ts';
export { typesOf } from './page/json-ld.ts';
