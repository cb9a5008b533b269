export * from './page/page-document.ts';
