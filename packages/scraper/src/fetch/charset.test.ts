import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeBody, detectCharset } from './charset.ts';

const latin1 = (text: string): Uint8Array => Buffer.from(text, 'latin1');
const utf8 = (text: string): Uint8Array => Buffer.from(text, 'utf8');
const utf16 = (text: string): Uint8Array => Buffer.from(text, 'utf16le');

describe('detectCharset', () => {
  it.each<[string, Uint8Array, string | undefined, string]>([
    [
      'a byte order mark before everything',
      utf8('\uFEFF<meta charset=latin1>'),
      'text/html; charset=koi8-r',
      'utf-8',
    ],
    ['a UTF-16 mark', utf16('\uFEFF<p>x'), 'text/html; charset=utf-8', 'utf-16le'],
    ['a big-endian mark', Buffer.of(0xfe, 0xff, 0, 0x78), undefined, 'utf-16be'],
    [
      'the header before the page',
      utf8('<meta charset=koi8-r>'),
      'text/html; charset=ISO-8859-2',
      'iso-8859-2',
    ],
    ['a quoted header', utf8('x'), 'text/html;charset="Shift_JIS"', 'shift_jis'],
    [
      'a label for what browsers do instead',
      utf8('x'),
      'text/html; charset=iso-8859-1',
      'windows-1252',
    ],
    [
      'the page where the header knows no better',
      utf8('<meta charset=gbk>'),
      'text/html; charset=bogus',
      'gbk',
    ],
    ['meta charset', utf8('<meta charset="windows-1251">'), 'text/html', 'windows-1251'],
    ['bare meta charset', utf8('<META CHARSET=EUC-KR />'), undefined, 'euc-kr'],
    [
      'meta http-equiv',
      utf8('<meta http-equiv="Content-Type" content="text/html; charset=windows-1250">'),
      undefined,
      'windows-1250',
    ],
    [
      'meta http-equiv, the other way round',
      utf8("<meta content='text/html;charset=euc-jp' http-equiv=content-type>"),
      undefined,
      'euc-jp',
    ],
    [
      'the XML declaration',
      utf8('<?xml version="1.0" encoding="ISO-8859-15"?><html>'),
      undefined,
      'iso-8859-15',
    ],
    [
      'the first meta that names one',
      utf8('<meta charset=nonsense><meta charset=big5>'),
      undefined,
      'big5',
    ],
    [
      'no meta in a comment',
      utf8('<!-- <meta charset=koi8-r> --><meta charset=utf-8>'),
      undefined,
      'utf-8',
    ],
    ['no other attribute', utf8('<meta data-charset=koi8-r name=x>'), undefined, 'utf-8'],
    [
      'UTF-8 for a page that claims UTF-16 in ASCII',
      utf8('<meta charset=utf-16>'),
      undefined,
      'utf-8',
    ],
    [
      'a meta in the 4,000th byte',
      utf8(`${' '.repeat(4_000)}<meta charset=koi8-r>`),
      undefined,
      'koi8-r',
    ],
    [
      'nothing beyond',
      latin1(`${' '.repeat(5_000)}<meta charset=koi8-r>\xe9`),
      undefined,
      'windows-1252',
    ],
    ['UTF-8 by its looks', utf8('Grüße'), undefined, 'utf-8'],
    ['UTF-8 for ASCII', utf8('plain'), 'text/html', 'utf-8'],
    ['UTF-8 for nothing', utf8(''), undefined, 'utf-8'],
    [
      'UTF-8 cut off in a character',
      utf8('Größen, Maße, Füße, Hände').subarray(0, -4),
      undefined,
      'utf-8',
    ],
    [
      'UTF-8 with a stray byte',
      Buffer.concat([utf8('äöüßÄÖÜ'), latin1('\xe9')]),
      undefined,
      'utf-8',
    ],
    ['Windows-1252 by its looks', latin1('Gr\xfc\xdfe aus K\xf6ln'), undefined, 'windows-1252'],
    ['UTF-16 without a mark', utf16('<!doctype html>'), undefined, 'utf-16le'],
    [
      'UTF-16 without a mark, big-endian',
      Buffer.from(utf16('<p>')).swap16(),
      undefined,
      'utf-16be',
    ],
  ])('takes %s', (_name, body, contentType, charset) => {
    expect(detectCharset(body, contentType)).toBe(charset);
  });

  it('gives, for any bytes and header, an encoding that decodes them', () => {
    const header = fc.option(
      fc.oneof(
        fc.string(),
        fc.string().map((label) => `text/html; charset=${label}`),
      ),
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), header, (body, contentType) => {
        const charset = detectCharset(body, contentType ?? undefined);
        expect(charset).toBe(charset.toLowerCase());
        expect(decodeBody(body, charset)).toBeTypeOf('string');
        expect(detectCharset(body.slice(), contentType ?? undefined)).toBe(charset);
      }),
    );
  });

  it('decodes any text in UTF-8 as it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
        fc.pre(
          !/charset|encoding/i.test(text) && !text.startsWith('\uFEFF') && !/^<?\0/.test(text),
        );
        expect(decodeBody(utf8(text), detectCharset(utf8(text), undefined))).toBe(text);
      }),
    );
  });
});

describe('decodeBody', () => {
  it.each<[string, Uint8Array, string]>([
    ['windows-1252', Buffer.of(0x80, 0x93, 0xe9, 0x94), '€“é”'],
    ['windows-1251', Buffer.of(0xcf, 0xf0, 0xe8), 'При'],
    ['shift_jis', Buffer.of(0x93, 0xfa, 0x96, 0x7b), '日本'],
    ['gbk', Buffer.of(0xd6, 0xd0), '中'],
    ['utf-16be', Buffer.of(0, 0x41, 0x20, 0xac), 'A€'],
    ['utf-8', Buffer.of(0xef, 0xbb, 0xbf, 0x41, 0xff), 'A\uFFFD'],
  ])('%s', (charset, body, text) => {
    expect(decodeBody(body, charset)).toBe(text);
  });
});
