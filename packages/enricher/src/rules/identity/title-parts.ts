import { cleanName } from './clean-name.ts';

/** Of a text whose white space is folded to single spaces and line feeds. */
const SEPARATOR =
  /\s?[|•·»«›｜︱【】：]\s?|\s?::+\s?|\s[-–—~/>]+\s|(?<=[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}])[-−–―](?=[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}])|:\s|\s:\s?|\s?…\s?|\n/u;

/** Of a longer title the rest is no name; in characters. */
const MAX_TITLE_LENGTH = 1_000;

/**
 * The parts a page title is made of: `Doors | Acme Joinery – Leeds` has three. A part too long for a name
 * is cut at its first comma.
 */
export function titleParts(title: string): readonly string[] {
  const spaced = title.slice(0, MAX_TITLE_LENGTH).replaceAll(/\s+/g, foldedSpace);
  const parts = spaced.split(SEPARATOR).filter((part) => part.trim() !== '');
  return parts.map((part) => (cleanName(part) === null ? (part.split(',', 1)[0] ?? part) : part));
}

function foldedSpace(space: string): string {
  return space.includes('\n') ? '\n' : ' ';
}
