import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pageText } from './page-text.ts';
import { pageOf } from './testing/page-of.ts';

describe('pageText', () => {
  it.each([
    ['folds white space', '<p>  a \n\t b&nbsp;&nbsp;c&#8239;d </p>', 'a b c d'],
    ['breaks lines at blocks', '<p>a</p><div>b<ul><li>c<li>d</ul></div>', 'a\nb\nc\nd'],
    ['breaks lines at br', 'a<br>b<br/><br>c', 'a\nb\nc'],
    ['keeps words inside a line together', 'a<b>b</b><span>c</span> d', 'abc d'],
    [
      'parts cells',
      '<table><tr><td>a</td><td><p>b</p></td></tr><tr><th>c<th>d</table>',
      'a\tb\nc\td',
    ],
    ['parts links that touch', '<a>a</a><a>b</a><a>c</a>d', 'a b cd'],
    ['parts words around an image', 'a<img src="x">b', 'a b'],
    ['decodes entities once', '&lt;b&gt; &amp;amp; &#64;&eacute;', '<b> &amp; @é'],
    ['keeps lines of preformatted text', '<pre>a\n  b</pre>', 'a\nb'],
    [
      'drops what nobody reads',
      '<title>t</title><script>s</script><style>c</style><!-- d -->a',
      'a',
    ],
    [
      'drops noscript, templates and fallbacks',
      '<noscript>n</noscript><template>t</template><video>v</video>a',
      'a',
    ],
    ['drops form fields', '<select><option>o</select><textarea>t</textarea>a', 'a'],
    ['drops drawings', '<svg><title>t</title><text>x</text></svg>a', 'a'],
    [
      'drops words hidden in a line',
      'a<span style="DISPLAY : none">b</span><i hidden>c</i>d',
      'ad',
    ],
    ['drops words hidden in other letters', 'a<i STYLE="display&#58;none">b</i>c', 'ac'],
    ['reads character data where it is some', '<math><mrow><![CDATA[a<b]]></mrow></math>c', 'a<bc'],
    ['takes character data elsewhere for a comment', 'a<![CDATA[b]]>c', 'ac'],
    [
      'keeps hidden blocks',
      '<div style="display:none">a</div><body style="display:none">b',
      'a\nb',
    ],
    ['drops marks that take no room', 'a\u00adb\u200bc\ufeffd\u202ae', 'abcde'],
    ['is empty for an empty page', '', ''],
  ])('%s', (_, html, text) => {
    expect(pageText(html)).toBe(text);
  });

  it('leaves no white space but single spaces, tabs and line feeds', () => {
    fc.assert(
      fc.property(htmlArbitrary(), (html) => {
        const text = pageText(html);
        expect(text).toBe(text.trim());
        expect(text).not.toMatch(/[^\S \t\n]|[ \t\n]{2}/);
      }),
    );
  });

  it('is the text of the parsed page, whatever the HTML', () => {
    fc.assert(
      fc.property(htmlArbitrary(), (html) => {
        expect(pageOf(html).text).toBe(pageText(html));
      }),
    );
  });
});

function htmlArbitrary(): fc.Arbitrary<string> {
  const names =
    'div p span a b table tr td th ul li br img form pre script style title svg noscript template address h1 button p/ /p /div /a /table /span /td'.split(
      ' ',
    );
  const tag = fc.constantFrom(...names).map((name) => `<${name}>`);
  const attributed = fc.constantFrom(
    '<a href="/x?a=1&amp;b">',
    '<div style="display:none" class="footer">',
    '<span hidden itemprop=name>',
    '<div itemscope itemtype="http://schema.org/Thing">',
    '<script type="application/ld+json">{"@type":"Thing"}',
    '<img src=x alt="y',
    '<!-- c',
    '</',
    '<![CDATA[x]]>',
  );
  const words = fc.oneof(
    fc.string(),
    fc.constantFrom(' ', '\n', '&nbsp;', '&amp;', 'word', '\u200b'),
  );
  return fc
    .array(fc.oneof(tag, attributed, words), { maxLength: 40 })
    .map((parts) => parts.join(''));
}
