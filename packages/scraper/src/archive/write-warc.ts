import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { sha256, writeFileDurably } from '@sluice/core';
import { formatInfoRecord, formatRedirectRecord, formatResponseRecord } from './warc-record.ts';

/** An answer of a made-up web. */
export type WrittenAnswer =
  | { readonly url: string; readonly redirectTo: string }
  | {
      readonly url: string;
      readonly body: Uint8Array;
      /** 200 where not given. */
      readonly status?: number;
      /** Lowercase names; `text/html; charset=utf-8` where no content type is given. */
      readonly headers?: Readonly<Record<string, string>>;
    };

/**
 * Writes an archive of made-up answers, such as the bundled sample. The same answers give the same bytes
 * on every machine with the same zlib.
 *
 * @param date - stands on every record: UTC, ISO 8601
 */
export async function writeWarc(
  file: string,
  answers: readonly WrittenAnswer[],
  date: string,
): Promise<void> {
  const records = answers.map((answer, index) =>
    formatAnswer(answer, { date, id: recordId(`${index} ${answer.url}`) }),
  );
  const info = formatInfoRecord({ date, id: recordId('warcinfo') });
  await writeFileDurably(file, Buffer.concat([info, ...records].map(gzipMember)));
}

function formatAnswer(answer: WrittenAnswer, stamp: { date: string; id: string }): Uint8Array {
  if ('redirectTo' in answer) return formatRedirectRecord(answer.url, answer.redirectTo, stamp);
  const { url, body, status = 200 } = answer;
  const headers = { 'content-type': 'text/html; charset=utf-8', ...answer.headers };
  const page = { url, status, headers, body, sha256: sha256(body), redirectedFrom: [] };
  return formatResponseRecord(page, stamp);
}

/** A UUID that depends on nothing but the text. */
function recordId(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-5$3-8$4-$5');
}

function gzipMember(record: Uint8Array): Buffer {
  const member = gzipSync(record, { level: 9 });
  // The tenth byte names the operating system; 255 is `unknown`.
  member[9] = 255;
  return member;
}
