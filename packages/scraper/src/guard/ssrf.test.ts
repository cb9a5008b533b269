import { once } from 'node:events';
import { createServer, isIP, isIPv6 } from 'node:net';
import {
  createTestWeb,
  createTripwire,
  page,
  redirect,
  status,
  type TestWeb,
  type Tripwire,
} from '@sluice/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createHttpFetcher } from '../fetch/http-fetcher.ts';
import type { PageFetcher } from '../fetch/page-fetcher.ts';
import { webFetcher } from '../fetch/testing/web-fetcher.ts';
import type { GuardPolicy } from './guard-policy.ts';
import type { ResolveHost } from './resolve-host.ts';
import { specialAddresses } from './testing/special-addresses.ts';
import { localNames, loopbackForms } from './testing/url-forms.ts';

/** Opens the tripwire's port, so that nothing but the checks of names and addresses protects it. */
function portOnly(port: number): GuardPolicy {
  return { exempt: { address: '192.0.2.99', port } };
}

/** Header bytes are Latin-1 to Node; servers send UTF-8 in them. */
function inHeader(url: string): string {
  return Buffer.from(url, 'utf8').toString('latin1');
}

async function codeOf(fetcher: PageFetcher, url: string): Promise<string> {
  return fetcher.fetch(url).then(
    (answer) => `status ${answer.status}`,
    (error: unknown) =>
      error instanceof Error && 'code' in error ? String(error.code) : String(error),
  );
}

/** Counts connections to the same port of the other loopback address, where the machine has one. */
async function listenBeside(port: number): Promise<AsyncDisposable & { connections(): number }> {
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    socket.destroy();
  });
  const listening = once(server.listen(port, '::1'), 'listening');
  const isListening = await listening.then(
    () => true,
    () => false,
  );
  return {
    connections: () => connections,
    async [Symbol.asyncDispose]() {
      if (isListening) await once(server.close(), 'close');
    },
  };
}

describe('the guard', () => {
  let tripwire: Tripwire;
  let web: TestWeb;
  beforeAll(async () => {
    [tripwire, web] = await Promise.all([createTripwire(), createTestWeb()]);
  });
  afterAll(async () => {
    await Promise.all([tripwire.close(), web.close()]);
  });

  it('would let the tripwire be reached if it did not refuse (control)', async () => {
    await using control = await createTripwire();
    const policy = { exempt: { address: '127.0.0.1', port: control.port } };
    const resolve = async () => [{ address: '127.0.0.1', family: 4 }];
    const fetcher = createHttpFetcher({ policy, resolve });
    expect(await codeOf(fetcher, `http://127.0.0.1:${control.port}/`)).toBe('status 200');
    expect(await codeOf(fetcher, `http://rebind.test:${control.port}/`)).toBe('status 200');
    expect(control.connections()).toBeGreaterThan(0);
    await fetcher.close();
  });

  describe('of literal addresses and names in a URL', () => {
    it.each(loopbackForms)('refuses http://%s', async (host) => {
      const fetcher = createHttpFetcher({ policy: portOnly(tripwire.port) });
      const code = await codeOf(fetcher, `http://${host}:${tripwire.port}/`);
      expect(code).toMatch(/^(blocked_address|invalid_url)$/);
      expect(tripwire.connections()).toBe(0);
      await fetcher.close();
    });

    it.each(specialAddresses)('refuses %s (%s)', async (address) => {
      const fetcher = createHttpFetcher({ policy: portOnly(tripwire.port) });
      const host = isIPv6(address) ? `[${address}]` : address;
      const code = await codeOf(fetcher, `http://${host}:${tripwire.port}/`);
      expect(code).toBe('blocked_address');
      expect(tripwire.connections()).toBe(0);
      await fetcher.close();
    });

    it.each(localNames)('refuses the name %s whatever it resolves to', async (name) => {
      const resolve = async () => [{ address: '127.0.0.1', family: 4 }];
      const fetcher = createHttpFetcher({ policy: portOnly(tripwire.port), resolve });
      expect(await codeOf(fetcher, `http://${name}:${tripwire.port}/`)).toBe('blocked_name');
      expect(tripwire.connections()).toBe(0);
      await fetcher.close();
    });

    it.each([1, 21, 22, 25, 53, 2375, 3306, 5432, 6379, 8500, 9200, 11_211, 27_017, 65_535])(
      'refuses port %i of a public host',
      async (port) => {
        const fetcher = createHttpFetcher();
        expect(await codeOf(fetcher, `http://93.184.215.14:${port}/`)).toBe('blocked_port');
        await fetcher.close();
      },
    );

    it.each([
      'ftp://example.com/',
      'file:///etc/passwd',
      'data:text/html,x',
      'gopher://example.com/',
    ])('refuses %s', async (url) => {
      const fetcher = createHttpFetcher();
      expect(await codeOf(fetcher, url)).toBe('invalid_url');
      await fetcher.close();
    });
  });

  describe('of DNS answers', () => {
    it.each(specialAddresses)('refuses a name that stands for %s (%s)', async (address) => {
      const family = isIPv6(address) ? 6 : 4;
      const resolve = async () => [{ address, family }];
      const fetcher = createHttpFetcher({ policy: portOnly(tripwire.port), resolve });
      const code = await codeOf(fetcher, `http://shop.test:${tripwire.port}/`);
      expect(code).toBe('blocked_address');
      expect(tripwire.connections()).toBe(0);
      await fetcher.close();
    });

    it('refuses it over https as well', async () => {
      const resolve = async () => [{ address: '127.0.0.1', family: 4 }];
      const fetcher = createHttpFetcher({ policy: portOnly(tripwire.port), resolve });
      expect(await codeOf(fetcher, `https://shop.test:${tripwire.port}/`)).toBe('blocked_address');
      expect(tripwire.connections()).toBe(0);
      await fetcher.close();
    });

    it('connects to none but the allowed one of several answers', async () => {
      await using neighbour = await listenBeside(web.originPort);
      web.site('mixed.test', { '/': 'here' });
      const answers = ['10.0.0.1', '::1', '127.0.0.1', '127.0.0.2', '169.254.169.254'];
      const resolve = async () => answers.map((address) => ({ address, family: isIP(address) }));
      const fetcher = webFetcher(web, { resolve });
      expect(await codeOf(fetcher, web.originUrl('http://mixed.test/'))).toBe('status 200');
      expect(neighbour.connections()).toBe(0);
      await fetcher.close();
    });

    it('exempts the endpoint, not its address: another port of it stays closed', async () => {
      const policy = { exempt: { address: '127.0.0.1', port: tripwire.port } };
      const resolve = async () => [{ address: '127.0.0.1', family: 4 }];
      const fetcher = createHttpFetcher({ policy, resolve });
      expect(await codeOf(fetcher, 'http://shop.test/')).toBe('blocked_address');
      expect(await codeOf(fetcher, 'http://127.0.0.1:8080/')).toBe('blocked_address');
      await fetcher.close();
    });

    it('asks once per connection, and refuses an answer that changed (rebinding)', async () => {
      await using neighbour = await listenBeside(web.originPort);
      const answer = page('first', { headers: { connection: 'close' } });
      web.site(
        'rebind.test',
        { '/': answer },
        { addresses: [['127.0.0.1'], ['::1'], ['127.0.0.2']] },
      );
      const asked: string[] = [];
      const resolve: ResolveHost = (host) => {
        asked.push(host);
        return web.resolve(host);
      };
      const fetcher = webFetcher(web, { resolve });
      const url = web.originUrl('http://rebind.test/');
      expect(await codeOf(fetcher, url)).toBe('status 200');
      expect(asked).toEqual(['rebind.test']);
      expect(await codeOf(fetcher, url)).toBe('blocked_address');
      expect(await codeOf(fetcher, url)).toBe('blocked_address');
      expect(asked).toHaveLength(3);
      expect(neighbour.connections()).toBe(0);
      await fetcher.close();
    });
  });

  describe('of redirects', () => {
    const targets = [
      ...loopbackForms.filter(
        (host) => !/^(127|0127|0177|0x7f|2130706433|017700000001|%31|１|①)|@/i.test(host),
      ),
      ...specialAddresses
        .map(([address]) => (isIPv6(address) ? `[${address}]` : address))
        .filter((host) => host !== '127.0.0.1'),
      ...localNames,
    ];

    it.each(targets)('refuses one to http://%s', async (host) => {
      web.site('leads-inside.test', {
        '/port': redirect(inHeader(`http://${host}:${web.originPort}/`)),
        '/plain': redirect(inHeader(`http://${host}/`), 301),
        '/secure': redirect(inHeader(`https://${host}/`), 307),
      });
      const before = web.counts().requests;
      const fetcher = webFetcher(web);
      for (const path of ['/port', '/plain', '/secure']) {
        const code = await codeOf(fetcher, web.originUrl(`http://leads-inside.test${path}`));
        expect(code).toMatch(/^blocked_(address|name)$/);
      }
      expect(web.counts().requests - before).toBe(3);
      await fetcher.close();
    });

    it('refuses one to the tripwire after an innocent hop, in every form', async () => {
      const forms = loopbackForms.map((host) => `http://${host}:${tripwire.port}/`);
      const hops = Object.fromEntries(
        forms.flatMap((url, index) => [
          [`/${index}`, redirect(`/${index}/next`)],
          [`/${index}/next`, redirect(inHeader(url), 308)],
        ]),
      );
      web.site('two-hops.test', hops);
      const fetcher = webFetcher(web);
      for (const index of forms.keys()) {
        const code = await codeOf(fetcher, web.originUrl(`http://two-hops.test/${index}`));
        expect(code).toMatch(/^(blocked_address|blocked_port|bad_redirect)$/);
      }
      expect(tripwire.connections()).toBe(0);
      await fetcher.close();
    });

    it.each(['file:///etc/passwd', 'ftp://example.com/', 'javascript:alert(1)', 'http://[::1', ''])(
      'does not follow one to `%s`',
      async (location) => {
        web.site('odd.test', { '/': status(302, { headers: { location } }) });
        const fetcher = webFetcher(web);
        expect(await codeOf(fetcher, web.originUrl('http://odd.test/'))).toBe('bad_redirect');
        await fetcher.close();
      },
    );
  });

  describe('behind a proxy', () => {
    it('refuses literal addresses and local names before the proxy hears of them', async () => {
      const fetcher = createHttpFetcher({ proxy: web.proxyUrl });
      const before = web.counts().requests;
      const literal = specialAddresses.map(([address]) =>
        isIPv6(address) ? `[${address}]` : address,
      );
      for (const host of [...literal, ...loopbackForms, ...localNames]) {
        for (const scheme of ['http', 'https']) {
          const code = await codeOf(fetcher, `${scheme}://${host}/`);
          expect(`${host}: ${code}`).toMatch(/: (blocked_(address|name)|invalid_url)$/);
        }
      }
      expect(web.counts().requests).toBe(before);
      await fetcher.close();
    });

    it('refuses a redirect inside', async () => {
      web.site('via-proxy.test', { '/': redirect('http://169.254.169.254/latest/meta-data/') });
      const fetcher = createHttpFetcher({ proxy: web.proxyUrl });
      expect(await codeOf(fetcher, 'http://via-proxy.test/')).toBe('blocked_address');
      await fetcher.close();
    });
  });
});
