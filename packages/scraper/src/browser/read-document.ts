import type { CDPSession } from 'playwright';

/**
 * Reads the document as scripts left it, with its doctype. Playwright's own way brings 340 KB of script into the
 * page first, which takes a sixth of what a page takes in all.
 *
 * @param session - of the page
 * @returns null where it has more than `maxLength` characters; these need not come over to be refused
 * @throws Error when the page has gone, or goes to another address whenever it is read
 */
export async function readDocument(session: CDPSession, maxLength: number): Promise<string | null> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await evaluateApart(session, documentWithin(maxLength));
    } catch (error) {
      if (attempt === MAX_ATTEMPTS || !isNavigating(error)) throw error;
    }
  }
}

const MAX_ATTEMPTS = 3;

/** Name of a world in which scripts of the page are not: what they made of the language does not hold there. */
const WORLD = 'sluice';

async function evaluateApart(session: CDPSession, expression: string): Promise<string | null> {
  const { frameTree } = await session.send('Page.getFrameTree');
  const { executionContextId: contextId } = await session.send('Page.createIsolatedWorld', {
    frameId: frameTree.frame.id,
    worldName: WORLD,
  });
  const question = { expression, contextId, returnByValue: true };
  const { result } = await session.send('Runtime.evaluate', question);
  // One that is too long to be a string at all fails there, which comes to the same.
  return typeof result.value === 'string' ? result.value : null;
}

/** Runs in the page. */
function documentWithin(maxLength: number): string {
  return `(() => {
    const { doctype, documentElement } = document;
    const html =
      (doctype ? new XMLSerializer().serializeToString(doctype) : '') + (documentElement?.outerHTML ?? '');
    return html.length > ${maxLength} ? null : html;
  })()`;
}

/** Whether a page went to another address between two questions: its document is gone, and it has a new one. */
export function isNavigating(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return /Cannot find context|context was destroyed|target navigated|No frame (for|with) given id/.test(
    error.message,
  );
}
