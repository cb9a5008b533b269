import type { Browser, BrowserContext } from 'playwright';
import { defaultUserAgent } from '../fetch/user-agent.ts';

/**
 * Opens a profile that shares nothing with others and reaches servers through its proxy only.
 *
 * @param proxyUrl - of a `FilteringProxy`
 */
export async function openProfile(browser: Browser, proxyUrl: string): Promise<BrowserContext> {
  const context = await browser.newContext({
    // Without this a browser goes to loopback by itself, past its proxy.
    proxy: { server: proxyUrl, bypass: '<-loopback>' },
    userAgent: `${await browserUserAgent(browser)} ${defaultUserAgent}`,
    serviceWorkers: 'block',
    acceptDownloads: false,
    // Every page is given its size when it is prepared.
    viewport: null,
  });
  await context.addInitScript(withoutSideDoors);
  return context;
}

/** Ways to a server that do not go through a proxy, and windows and questions that nobody sees. */
const withoutSideDoors = `for (const name of ['RTCPeerConnection', 'webkitRTCPeerConnection', 'WebTransport'])
  try { delete globalThis[name]; } catch {}
window.open = window.alert = window.confirm = window.prompt = () => null;
const leavesPage = (element) => element?.target && !['_self', '_top', '_parent'].includes(element.target);
addEventListener('click', (event) => {
  if (leavesPage(event.target?.closest?.('a, area'))) event.preventDefault();
}, true);
const { click } = HTMLElement.prototype;
HTMLElement.prototype.click = function () { if (!leavesPage(this)) click.call(this); };`;

const userAgents = new WeakMap<Browser, Promise<string>>();

/** Asked of a browser once: the question takes a session of its own. */
function browserUserAgent(browser: Browser): Promise<string> {
  let userAgent = userAgents.get(browser);
  if (userAgent === undefined) userAgents.set(browser, (userAgent = askUserAgent(browser)));
  return userAgent;
}

async function askUserAgent(browser: Browser): Promise<string> {
  const session = await browser.newBrowserCDPSession();
  const { userAgent } = await session.send('Browser.getVersion');
  await session.detach();
  return userAgent;
}
