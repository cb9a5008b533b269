import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { validate } from '@actions/languageservice';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { lintWorkflow } from './lint-workflow.ts';

/** Checks all workflows of this repository as GitHub's editor does, and by rules of our own. */
const FOLDER = fileURLToPath(new URL('../../../../.github/workflows/', import.meta.url));

const findings: string[] = [];
for (const name of (await readdir(FOLDER)).filter((file) => file.endsWith('.yml'))) {
  const path = join(FOLDER, name);
  const content = await readFile(path, 'utf8');
  const document = TextDocument.create(pathToFileURL(path).href, 'yaml', 1, content);
  const diagnostics = await validate(document);
  findings.push(
    ...diagnostics.map(({ message, range }) => {
      const text = typeof message === 'string' ? message : message.value;
      return `${name}:${range.start.line + 1}: ${text}`;
    }),
    ...(diagnostics.length === 0 ? await lintWorkflow(name, content) : []),
  );
}
for (const finding of findings) console.error(finding);
process.exitCode = findings.length === 0 ? 0 : 1;
