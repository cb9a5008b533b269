import { expect, it } from 'vitest';
import { withoutSession } from './session-ids.ts';

const at = (path: string): URL => new URL(path, 'http://a.test');

it.each([
  ['/contact;jsessionid=0A1B2C3D.node1', '/contact'],
  ['/contact;jsessionid=0A1B?lang=de', '/contact?lang=de'],
  ['/(S(x4fz2h55abcd))/contact.aspx', '/contact.aspx'],
  ['/app/(X(1)S(x4fz2h55))/contact.aspx', '/app/contact.aspx'],
  ['/contact?PHPSESSID=abc&page=2', '/contact?page=2'],
  ['/contact?ASPSESSIONIDQQ=AB&osCsid=1', '/contact'],
  ['/contact?CFID=12&CFTOKEN=34', '/contact'],
  ['/contact?sid=0123456789abcdef0123', '/contact'],
  ['/contact?session_id=1&sid=7', '/contact?sid=7'],
])('%s is %s', (written, plain) => {
  expect(withoutSession(at(written)).href).toBe(at(plain).href);
});

it.each([
  '/contact?sid=12',
  '/contact?s=customer-service-team',
  '/(about)/us',
  '/sid=1',
  '/?session=7',
])('%s has no session', (path) => {
  const url = at(path);
  expect(withoutSession(url)).toBe(url);
});
