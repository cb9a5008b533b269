import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { escapeMarkdown, inertCode, mermaidLabel } from './inert-text.ts';

/** Text that does something in Markdown, on GitHub or in Mermaid, alone or in combination. */
const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '@octocat',
        '#123',
        'fixes #1',
        'GH-7',
        'https://evil.example',
        'www.evil.example',
        'a@b.example',
        '![x](y)',
        '[x](javascript:alert(1))',
        '<img src=x onerror=alert(1)>',
        '<!--',
        '</details>',
        '`',
        '``',
        '```',
        '|',
        '\\|',
        '\\',
        '\n',
        '\r\n',
        '\n# h',
        '\n\n---\n',
        '$x$',
        '*b*',
        '_i_',
        '~~s~~',
        '&lt;',
        '&#64;',
        '%%{init: {}}%%',
        '"]',
        ';',
        '\u202E',
        '\u200B',
        '\u0000',
        '\uD800',
        ' ',
        ':smile:',
      ),
      fc.string({ maxLength: 6 }),
      fc.string({ unit: 'grapheme', maxLength: 4 }),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''));

describe('inertCode', () => {
  test('is one code span that ends neither itself nor a table cell, or nothing', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(inertCode(text)).toMatch(/^(`[^`|\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]+`)?$/u);
      }),
    );
  });

  test('shows harmless text as it is', () => {
    expect(inertCode('info@bakery.example')).toBe('`info@bakery.example`');
    expect(inertCode('  two\n words ')).toBe('`two words`');
    expect(inertCode(' \n ')).toBe('');
  });

  test('cuts long text without splitting a character', () => {
    expect(inertCode('abcdef', 4)).toBe('`abc…`');
    expect(inertCode('ab😀cd', 4)).toBe('`ab…`');
  });
});

describe('escapeMarkdown', () => {
  const escaped = /^(?:\\[\\`*_[\]#|~@$]|&(?:amp|lt|gt);|[^\\`*_[\]<>#|~@&$\n\r])*$/u;

  const render = (markdown: string) =>
    markdown
      .replaceAll(/\\(.)/gu, '$1')
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&amp;', '&');

  test('escapes every character that means something', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(escapeMarkdown(text)).toMatch(escaped);
      }),
    );
  });

  test('leaves no mention, reference or address in the rendered text', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const rendered = render(escapeMarkdown(text));
        expect(rendered).not.toMatch(
          /@[\p{L}\p{N}]|#\d|:\/\/|:\w+:|(?<![\p{L}\p{N}])(www\.|gh-\d)/iu,
        );
      }),
    );
  });

  test('reads the same once rendered, but for characters that nobody sees', () => {
    const text = 'Ask @octocat about <b>#12</b> | `x` at https://www.a.example & *more*';
    expect(render(escapeMarkdown(text)).replaceAll('\u200B', '')).toBe(text);
  });

  test('leaves plain prose alone', () => {
    const text = 'Best phone number (E.164), e-mail or fax: the first one!';
    expect(escapeMarkdown(text)).toBe(text);
  });
});

test('mermaidLabel keeps letters, digits, spaces, underscores and dashes', () => {
  fc.assert(
    fc.property(hostile, (text) => {
      expect(mermaidLabel(text)).toMatch(/^[\p{L}\p{N} _…-]{1,40}$/u);
    }),
  );
  expect(mermaidLabel('logo_url')).toBe('logo_url');
});
