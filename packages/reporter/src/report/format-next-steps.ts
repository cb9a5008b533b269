import type { RunSummary } from '../summary/run-summary.ts';
import { commands, section } from './markdown-blocks.ts';

/** The commands to go on with, as the caller gave them. */
export function formatNextSteps({ nextSteps, state }: RunSummary): string | null {
  if (nextSteps.length === 0) return null;
  const lines = nextSteps.flatMap(({ purpose, command }) => [`# ${purpose}`, command]);
  return section(state === 'incomplete' ? 'How to continue' : 'What to do next', [commands(lines)]);
}
