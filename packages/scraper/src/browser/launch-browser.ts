import type { Browser } from 'playwright-core';

/** Ways past the proxy that switches close: QUIC, WebRTC over UDP, and names resolved by the browser itself. */
const closedDoors = [
  '--disable-quic',
  '--webrtc-ip-handling-policy=disable_non_proxied_udp',
  '--force-webrtc-ip-handling-policy=disable_non_proxied_udp',
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
  '--disable-features=DnsOverHttps,WebTransport,NetworkPrediction,MediaRouter,OptimizationHints',
  '--dns-prefetch-disable',
];

/** What nobody looks at need not be drawn. */
const thrift = ['--disable-gpu', '--mute-audio', '--hide-scrollbars', '--disable-extensions'];

/** What a profile without a proxy of its own would use: nothing answers there. */
const nowhere = 'http://127.0.0.1:9';

export interface LaunchedBrowser {
  readonly browser: Browser;
  /** Why pages are not kept apart from this machine by the browser's own sandbox; null where they are. */
  readonly sandboxMissing: string | null;
}

/**
 * Starts a browser, in its sandbox where that works: not as root, and not where the system forbids user
 * namespaces.
 */
export async function launchBrowser(executablePath: string): Promise<LaunchedBrowser> {
  if (process.getuid?.() === 0) {
    return { browser: await launch(executablePath, false), sandboxMissing: 'running as root' };
  }
  try {
    return { browser: await launch(executablePath, true), sandboxMissing: null };
  } catch (error) {
    if (!(error instanceof Error) || !/sandbox|namespace/i.test(error.message)) throw error;
    const browser = await launch(executablePath, false);
    return { browser, sandboxMissing: 'the system does not allow it' };
  }
}

async function launch(executablePath: string, chromiumSandbox: boolean): Promise<Browser> {
  const { chromium } = await import('playwright-core');
  return chromium.launch({
    executablePath,
    chromiumSandbox,
    args: [...closedDoors, ...thrift],
    proxy: { server: nowhere, bypass: '<-loopback>' },
    // The process decides about its signals; the browser goes with it.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    timeout: 30_000,
  });
}
