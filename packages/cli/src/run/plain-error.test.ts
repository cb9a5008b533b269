import { ResumableError, UsageError } from '@sluice/core';
import { expect, test } from 'vitest';
import { exitCodeOf } from '../report-error.ts';
import { plainError, reviveError } from './plain-error.ts';

test.each([
  new UsageError('no such column'),
  new ResumableError('disk_full', 'no space'),
  Object.assign(new Error('EMFILE: too many open files'), { code: 'EMFILE' }),
  Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' }),
  new TypeError('not a function'),
])('an error means the same to the process it is sent to: %s', (error) => {
  const revived = reviveError(structuredClone(plainError(error)));
  expect(revived.message).toBe(error.message);
  expect(revived.stack).toContain(error.message);
  expect(exitCodeOf(revived)).toBe(exitCodeOf(error));
});
