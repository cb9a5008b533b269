import { describe, expect, it } from 'vitest';
import { proxyError, tunnelRefusal } from './proxy-error.ts';

const proxy = new URL('http://user:secret@proxy.example:3128');
const url = 'http://example.com/';
const answer = (status: number, proxyStatus?: string) => ({
  status,
  headers: proxyStatus === undefined ? {} : { 'proxy-status': proxyStatus },
});

describe('proxyError', () => {
  it.each([
    ['squid; error=dns_error; rcode=NXDOMAIN', 'host_not_found', 'fail-record'],
    ['squid;error="dns_timeout"', 'dns_failed', 'retry'],
    ['edge, squid; error=connection_refused', 'connection_refused', 'retry'],
    ['squid; error=connection_timeout; details="30 s"', 'connect_timeout', 'retry'],
    ['squid; error=destination_ip_prohibited', 'blocked_address', 'fail-record'],
    ['squid; error=tls_certificate_error', 'tls_untrusted', 'fail-record'],
    ['squid; error=http_request_denied', 'proxy_refused', 'retry'],
  ])('reads `Proxy-Status: %s` as %s', (header, code, disposition) => {
    expect(proxyError(answer(502, header), proxy, url)).toMatchObject({ code, disposition });
  });

  it.each([
    undefined,
    'squid',
    'squid; received-status=502',
    'squid; error=something_new',
    'squid; error=constructor',
    'squid; error=__proto__',
  ])('reads nothing from `%s`', (header) => {
    expect(proxyError(answer(502, header), proxy, url)).toBeNull();
  });

  it('keeps the password out of the message', () => {
    expect(proxyError(answer(407), proxy, url)?.message).not.toContain('secret');
  });
});

describe('tunnelRefusal', () => {
  it.each([
    [403, 'fail-record'],
    [502, 'retry'],
  ])('without a word of why: status %i is %s', (status, disposition) => {
    expect(tunnelRefusal(answer(status), proxy, url)).toMatchObject({
      code: 'proxy_refused',
      disposition,
    });
  });
});
