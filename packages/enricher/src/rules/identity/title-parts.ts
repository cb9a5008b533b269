import { cleanName } from './clean-name.ts';

const SEPARATOR = /\s*[|•·»«›]\s*|\s*::+\s*|\s+[-–—~/]+\s+|:\s+|\s+:\s*|\s*…\s*|\s*\n\s*/;

/**
 * The parts a page title is made of: `Doors | Acme Joinery – Leeds` has three. A part too long for a name
 * is cut at its first comma.
 */
export function titleParts(title: string): readonly string[] {
  const parts = title.split(SEPARATOR).filter((part) => part.trim() !== '');
  return parts.map((part) => (cleanName(part) === null ? (part.split(',', 1)[0] ?? part) : part));
}
