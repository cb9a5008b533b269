import { expect, test } from 'vitest';
import { ResumableError } from '../errors.ts';
import { diskError } from './disk-error.ts';

const withCode = (code: string) => Object.assign(new Error(`${code}: it failed`), { code });

test.each([
  ['ENOSPC', 'disk_full'],
  ['EIO', 'disk_failed'],
])('%s is the disk’s: a run can go on after it', (code, reason) => {
  const classified = diskError(withCode(code), 'a/journal.ndjson');
  expect(classified).toBeInstanceOf(ResumableError);
  expect(classified).toMatchObject({ code: reason });
});

test.each([withCode('ERR_INVALID_ARG_TYPE'), new TypeError('no such thing')])(
  'a mistake in the program stays what it is: %s',
  (mistake) => {
    expect(diskError(mistake, 'a/journal.ndjson')).toBe(mistake);
  },
);
