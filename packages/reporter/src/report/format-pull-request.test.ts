import { expect, test } from 'vitest';
import { fixtureSummary } from '../testing/fixture-summary.ts';
import { formatPullRequest } from './format-pull-request.ts';

test('says the outcome, the rows, what changed and how much was found', () => {
  const text = formatPullRequest(fixtureSummary('shops'));
  const headings = [...text.matchAll(/^#+ .*$/gm)].map(([line]) => line);
  expect(headings.slice(0, 4)).toEqual([
    '# shops · shops',
    '## Rows',
    '## What changed since `shops`',
    '## What was found',
  ]);
  expect(headings).toContain('## What the language model did');
});

test('leaves out what does not fit, and says so', () => {
  const summary = fixtureSummary('é'.repeat(100));
  const whole = formatPullRequest(summary);
  expect(whole).not.toContain('full report');
  const maxBytes = Math.floor(Buffer.byteLength(whole) / 2);
  const text = formatPullRequest(summary, maxBytes);
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(maxBytes);
  expect(text).toContain('## Rows');
  expect(text.endsWith('_The rest is in the full report._\n')).toBe(true);
});

test('nothing from a page is a mention, a reference, a link, an image or HTML', () => {
  const text = formatPullRequest(
    fixtureSummary('<img src=x> ![a](https://x.test/a.png) fixes #12 @octocat https://x.test'),
  );
  const prose = text.replaceAll(/`[^`]*`/g, '').replaceAll(/```[\s\S]*?```/g, '');
  expect(prose).not.toMatch(/<img|!\[a\]|(?<!\\)#12|(?<!\\)@octocat|https:\/\/x/);
});
