import { StageError } from '@sluice/core';
import { errors } from 'undici';
import { describe, expect, it } from 'vitest';
import { classifyFetchError } from './classify-fetch-error.ts';

const url = 'https://example.com/';
const withCode = (code: string): Error => Object.assign(new Error('raw'), { code });

describe('classifyFetchError', () => {
  // What cannot be provoked on loopback; everything else is in the tests with a real server.
  it.each([
    ['EHOSTUNREACH', 'host_unreachable', 'retry'],
    ['ENETUNREACH', 'host_unreachable', 'retry'],
    ['ETIMEDOUT', 'connect_timeout', 'retry'],
    ['EMFILE', 'out_of_sockets', 'retry'],
    ['EPIPE', 'connection_reset', 'retry'],
    ['ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', 'tls_failed', 'fail-record'],
    ['CERT_REVOKED', 'tls_untrusted', 'fail-record'],
  ])('%s is %s', (code, reason, disposition) => {
    const cause = withCode(code);
    const error = classifyFetchError(cause, url);
    expect(error).toMatchObject({ name: 'StageError', code: reason, disposition, cause });
    expect(error).toHaveProperty('message', expect.stringContaining(url));
  });

  it('goes by the first of several addresses tried in vain', () => {
    const each = [withCode('ECONNREFUSED'), withCode('ENETUNREACH')];
    const error = Object.assign(new AggregateError(each), { code: 'ECONNREFUSED' });
    expect(classifyFetchError(error, url)).toMatchObject({ code: 'connection_refused' });
  });

  it('knows the timeout that undici makes of them', () => {
    const error = new errors.ConnectTimeoutError();
    expect(classifyFetchError(error, url)).toMatchObject({ code: 'connect_timeout' });
  });

  it('leaves alone what is classified already', () => {
    const error = new StageError('blocked_address', 'fail-record', 'no');
    expect(classifyFetchError(error, url)).toBe(error);
  });

  it.each([new TypeError('a bug'), withCode('ERR_ASSERTION'), 'text', undefined])(
    'leaves alone what it does not know: %s',
    (error) => {
      expect(classifyFetchError(error, url)).toBe(error);
    },
  );
});
