import type { Span } from '../../page/page-document.ts';

/** Mark, year and `by` in any order and number. */
const NOTICE =
  /(?:©|\(c\)|copyright)(?:[\s©,:.|–—-]|&copy;|\(c\)|copyright|\bby\b|\b(?:19|20)\d\d\b|\bpresent\b)*/gi;

/** Where the holder's name ends. */
const HOLDER_END =
  /[|•·\n\r\t©*;]|\s[-–—/]+\s|\.\s|\.$|\ball rights|\balle rechte|\btous droits|\btodos los|\btutti i|\balle rechten|\brights reserved|\b(?:web ?)?(?:site ?)?(?:design|development|hosting|created|built)(?: (?:&|and) \w+)?\s?(?:by\b|:)|\b(?:website |web)?(?:designed|developed|powered|hosted)\b|\bis an? |\band its\b|,?\s*\(?\b(?:19|20)\d\d\b|\bprivacy|\bterms\b|\bcopyright/i;

/** Abbreviations whose full stop does not end the name. */
const ABBREVIATION =
  /\b(?:Inc|Ltd|Co|Corp|Pty|Ste?|Dr|Prof|med|dent|vet|jur|phil|rer|nat|Dipl|Ing|Mag|Dott|Avv|Geom|Arch|Lic|Mr|Mrs|Bros|No|S\.A|S\.r\.l|B\.V|[A-Z])$/;

const MAX_HOLDER_LENGTH = 70;
const MAX_NOTICES = 6;

/** Finds the holders of the copyright notices in a page's text: `© 2024 Acme GmbH. All rights reserved`. */
export function* copyrightHolders(text: string): Generator<Span> {
  for (const match of [...text.matchAll(NOTICE)].slice(0, MAX_NOTICES)) {
    const start = match.index + match[0].length;
    const raw = holder(text.slice(start, start + MAX_HOLDER_LENGTH));
    if (SUBJECT.test(raw)) continue;
    if (raw !== '') yield { start, end: start + raw.length };
    else yield* nameBefore(text, match.index);
  }
}

/** `© 2024 for this site`, `subject to copyright law`: what is said of the right, not who holds it. */
const SUBJECT =
  /^(?:for|of the|on|and|[Tt]he contents?|für|am|an|auf|pour|de ce|sur|para|por|per|del|voor|dla|för|for denne) |^laws?$/;

function holder(rest: string): string {
  let from = 0;
  for (;;) {
    const found = HOLDER_END.exec(rest.slice(from));
    if (found === null) return rest.length < MAX_HOLDER_LENGTH ? rest.trimEnd() : '';
    const end = from + found.index;
    if (!found[0].startsWith('.') || !ABBREVIATION.test(rest.slice(0, end)))
      return rest.slice(0, end).trimEnd();
    from = end + 1;
    if (from >= rest.length) return rest.trimEnd();
  }
}

/** `Acme Ltd © 2024`: what stands on the same line before the notice. */
function* nameBefore(text: string, noticeAt: number): Generator<Span> {
  const lineStart = text.lastIndexOf('\n', noticeAt - 1) + 1;
  const from = Math.max(lineStart, noticeAt - MAX_HOLDER_LENGTH);
  const before = text.slice(from, noticeAt);
  const raw = before.slice(Math.max(before.lastIndexOf('|'), before.lastIndexOf('. ')) + 1).trim();
  if (raw === '') return;
  const start = text.lastIndexOf(raw, noticeAt);
  yield { start, end: start + raw.length };
}
