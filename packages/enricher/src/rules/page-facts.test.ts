import { expect, it } from 'vitest';
import { pageOf } from '../page/testing/page-of.ts';
import { pageFacts } from './page-facts.ts';

const meta =
  '<meta name="description" content="Hand-made oak tables from a workshop in Mesa, Arizona">';
const text = `<p>${'We plane, join and oil every table by hand. '.repeat(30)}</p>`;
const nothing = { phone: false, email: false, description: false };

it.each([
  ['a number in a link', '<a href="tel:+12025550123">call</a>', { phone: true }],
  ['a number in the text, of whatever country', '<p>Tel. +49 30 901820</p>', { phone: true }],
  ['a number of another kind', '<p>Order 4711 4711 4711 of 2024-11-02</p>', {}],
  ['an address in a link', '<a href="mailto:info@acme-tools.com">write</a>', { email: true }],
  ['an address in the text', '<p>info@acme-tools.com</p>', { email: true }],
  ['a description and much text', meta + text, { description: true }],
  ['a description alone', `${meta}<p>Welcome</p>`, {}],
  ['much text without a description', text, {}],
  ['much text that is links', `${meta}<a href="/x">${text}</a>`, {}],
])('sees %s', (_what, html, expected) => {
  expect(pageFacts(pageOf(html))).toEqual({ ...nothing, ...expected });
});
