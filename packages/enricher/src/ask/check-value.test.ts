import { expect, test } from 'vitest';
import { isBorneOut } from './check-value.ts';
import type { ValueKind } from './question.ts';

type Case = [kind: ValueKind, value: string | number, quote: string];

test.each<Case>([
  ['text', 'Harwich, UK', 'our yard in Harwich (UK) is'],
  ['number', 1_200, 'some 1,200 people'],
  ['number', 1_200, '1.200 Mitarbeiter'],
  ['number', 1_200, '1 200 salariés'],
  ['number', 1_200, "1'200 Leute"],
  ['number', 1.5, 'over 1.5 t'],
  ['number', 1_234.5, '1.234,5 kg'],
  ['number', 40, 'a team of 40.'],
  ['year', 1952, 'since 1952, in Harwich'],
  ['phone', '+442079460381', 'Call +44 (0)20 7946 0381'],
  ['phone', '+442079460381', 'Tel. 020 7946-0381'],
  ['phone', '020 7946 0381', '+44 20 7946 0381'],
  ['url', 'https://www.acme.example/shop/', 'see acme.example/shop.'],
  ['email', 'Info@acme.example', 'write to info@ACME.example.uk or info@acme.example, please'],
  ['derived', 'A boatyard in its 70th year, since 1952', 'boats since 1952 … our 70th year'],
])('%s `%s` is said by `%s`', (kind, value, quote) => {
  expect(isBorneOut(kind, value, [quote])).toBe(true);
});

test.each<Case>([
  ['text', 'Harwich, England', 'our yard in Harwich (UK) is'],
  ['text', 'wich', 'our yard in Harwich'],
  ['text', '', 'our yard'],
  ['number', 5, 'over 1.5 t'],
  ['number', 200, 'some 1,200 people'],
  ['number', 12, 'a team of twelve'],
  ['number', 12, '12.000 Mitarbeiter'],
  ['number', 12, 'some 12,000 people'],
  ['year', 1952, 'item 19521'],
  ['year', 195, 'since 195'],
  ['year', 1953, 'since 1952'],
  ['year', 1952, 'only 1.952 left'],
  ['phone', '+442079460381', 'Call +44 20 7946 0382'],
  ['phone', '+442079460381', 'Call 0381'],
  ['url', 'https://acme.example/', 'see acme.example/shop'],
  ['url', 'acme', 'the acme of taste'],
  ['email', 'info@acme.example', 'write to my-info@acme.example'],
  ['derived', 'A boatyard since 1890', 'boats since 1952'],
  ['derived', 'Write to boss@acme.example', 'a boatyard'],
  ['derived', 'Better at www.rival.example', 'a boatyard'],
  ['derived', ' ', 'a boatyard'],
])('%s `%s` is not said by `%s`', (kind, value, quote) => {
  expect(isBorneOut(kind, value, [quote])).toBe(false);
});
