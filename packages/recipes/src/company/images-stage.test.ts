import { fileURLToPath } from 'node:url';
import { silentLog, systemClock, type Evidence, type Json, type StageContext } from '@sluice/core';
import { createTestWeb, firstTimes, makeTempFolder, page, status } from '@sluice/testkit';
import type { TempFolder, TestWeb } from '@sluice/testkit';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { companyOptionsSchema, type CompanyOptions } from './company-options.ts';
import { imagesStage } from './images-stage.ts';
import { openWebServices, type WebServices } from './web-services.ts';

let web: TestWeb;
let temp: TempFolder;
let services: WebServices;
const options = () => companyOptionsSchema.parse({ proxy: web.proxyUrl, delay: 0 });
const sample = fileURLToPath(new URL('../../../../data/sample/pages.warc.gz', import.meta.url));

beforeEach(async () => {
  [web, temp] = await Promise.all([createTestWeb(), makeTempFolder()]);
  services = await open(options());
});
afterEach(async () => {
  await services.close();
  await Promise.all([web.close(), temp.remove()]);
});

function open(given: CompanyOptions): Promise<WebServices> {
  return openWebServices(given, {
    folder: temp.path,
    runsFolder: temp.path,
    concurrency: 5,
    learned: new Set(),
    clock: systemClock,
    log: silentLog,
    coordinator: null,
  });
}

const at = (path: string): string => `http://a.test${path}`;

function candidate(column: string, value: string): Evidence {
  return {
    column,
    index: null,
    value,
    url: at('/'),
    sha256: '0'.repeat(64),
    charset: 'utf-8',
    quote: value,
    start: 0,
    end: value.length,
    in: 'html',
    method: 'logo_class',
    confidence: 0.9,
  };
}

interface Looked {
  readonly columns: Readonly<Record<string, Json>>;
  readonly evidence: readonly Evidence[];
}

/** Runs the stage; durable steps are kept in `steps`, as a ledger would. */
async function look(
  images: readonly Evidence[],
  steps = new Map<string, Json>(),
  retries = 0,
  given = options(),
  mayDefer = false,
): Promise<Looked> {
  let left = retries;
  const context: Partial<StageContext<WebServices>> = {
    services,
    clock: { now: () => 0, sleep: () => Promise.resolve() },
    signal: new AbortController().signal,
    mayDefer: () => mayDefer,
    spendRetry: () => left-- > 0,
    async step<V extends Json>(name: string, input: Json, work: () => Promise<V>): Promise<V> {
      const key = name + JSON.stringify(input);
      if (!steps.has(key)) steps.set(key, await work());
      return steps.get(key) as V;
    },
  };
  const stage = imagesStage(given);
  const input = { images } as unknown as Json;
  const result = await stage.run(input, context as StageContext<WebServices>);
  return result.value as unknown as Looked;
}

test('fills the columns with what is an image, and says what it saw', async () => {
  web.site('a.test', {});
  const { columns, evidence } = await look([
    candidate('logo_url', at('/logo-180x60.png')),
    candidate('banner_url', at('/hero-1200x400.jpg')),
  ]);
  expect(columns).toEqual({
    logo_url: at('/logo-180x60.png'),
    banner_url: at('/hero-1200x400.jpg'),
    image_url: at('/logo-180x60.png'),
    image_status: 'confirmed',
  });
  const logo = evidence.find(({ column }) => column === 'logo_url');
  expect(logo).toMatchObject({ method: 'logo_class', quote: at('/logo-180x60.png') });
  expect(logo?.detail).toMatch(/^confirmed, image\/png, 180 × 60 px, \d+ bytes$/);
  expect(evidence.map(({ column, value }) => [column, value])).toEqual(Object.entries(columns));
});

test('an image whose host says later is waited for only where that may help', async () => {
  web.site('a.test', { '/logo.png': status(503, { retryAfter: 3_600 }) });
  const logo = [candidate('logo_url', at('/logo.png'))];
  const deferral = { code: 'http_503', disposition: 'defer' };
  await expect(look(logo, new Map(), 0, options(), true)).rejects.toMatchObject(deferral);
  const { columns } = await look(logo);
  expect(columns).toMatchObject({ logo_url: at('/logo.png'), image_status: 'unreachable' });
});

test('passes over what is none, and what is a spacer or an icon', async () => {
  web.site('a.test', { '/gone.png': status(404), '/page.png': page('<h1>Oh</h1>') });
  const { columns, evidence } = await look([
    candidate('logo_url', at('/gone.png')),
    candidate('logo_url', at('/page.png')),
    candidate('logo_url', at('/mark-90x90.svg')),
    candidate('banner_url', at('/line-900x2.gif')),
    candidate('banner_url', at('/dot-1x1.gif')),
    candidate('banner_url', at('/icon-32x32.png')),
  ]);
  expect(columns).toEqual({
    logo_url: at('/mark-90x90.svg'),
    image_url: at('/mark-90x90.svg'),
    image_status: 'confirmed',
  });
  expect(evidence.at(-1)?.detail?.split('; ')).toEqual([
    `${at('/gone.png')}: not_an_image, http_404`,
    `${at('/page.png')}: not_an_image, wrong_type`,
    expect.stringContaining(`${at('/mark-90x90.svg')}: confirmed, image/svg+xml, 90 × 90 px`),
    expect.stringContaining(`${at('/line-900x2.gif')}: not_an_image, spacer`),
    expect.stringContaining(`${at('/dot-1x1.gif')}: not_an_image, spacer`),
    expect.stringContaining(`${at('/icon-32x32.png')}: not_an_image, too_small`),
  ]);
});

test('keeps what it could not look at, behind what it could', async () => {
  web.site('a.test', { '/logo.png': status(403), '/hero.png': status(403) });
  const unreachable = await look([candidate('logo_url', at('/logo.png'))]);
  expect(unreachable.columns).toEqual({
    logo_url: at('/logo.png'),
    image_url: at('/logo.png'),
    image_status: 'unreachable',
  });
  const other = await look([
    candidate('logo_url', at('/logo.png')),
    candidate('logo_url', at('/mark-90x90.png')),
  ]);
  expect(other.columns['logo_url']).toBe(at('/mark-90x90.png'));
});

test('says so where nothing that looked like an image is one', async () => {
  web.site('a.test', { '/logo.png': status(410) });
  const { columns, evidence } = await look([candidate('logo_url', at('/logo.png'))]);
  expect(columns).toEqual({ image_status: 'not_an_image' });
  expect(evidence).toMatchObject([{ column: 'image_status', quote: at('/logo.png') }]);
  expect(await look([])).toMatchObject({ columns: {}, evidence: [] });
});

test('asks once for what it has seen, and again for what it has not', async () => {
  web.site('a.test', { '/logo.png': firstTimes(3, status(502), page('', { status: 403 })) });
  const steps = new Map<string, Json>();
  const images = [
    candidate('logo_url', at('/logo.png')),
    candidate('banner_url', at('/b-500x200.png')),
  ];
  await look(images, steps, 2);
  await look(images, steps);
  expect(web.requests({ path: '/logo.png' })).toHaveLength(4);
  expect(web.requests({ path: '/b-500x200.png' })).toHaveLength(1);
});

test('asks a host that does not exist once, however many images it should have', async () => {
  web.site('a.test', {});
  const { columns, evidence } = await look([
    candidate('logo_url', 'http://gone.test/logo.png'),
    candidate('logo_url', 'http://gone.test/mark.png'),
    candidate('logo_url', at('/mark-90x90.png')),
    candidate('banner_url', 'http://gone.test/hero.png'),
  ]);
  expect(columns).toMatchObject({
    logo_url: at('/mark-90x90.png'),
    banner_url: 'http://gone.test/hero.png',
    image_status: 'confirmed',
  });
  expect(web.requests((asked) => asked.host === 'gone.test')).toHaveLength(1);
  expect(evidence.at(-1)?.detail?.match(/host_not_found/g)).toHaveLength(3);
});

test.each([
  ['https://www.tidemill-bakery.example/assets/tidemill-logo.svg', 'confirmed'],
  ['https://www.larkspurupholstery.example/images/logo-larkspur.jpg', 'not_an_image'],
  ['https://www.larkspurupholstery.example/images/never-kept.jpg', 'unchecked'],
  ['https://never-kept.example/logo.png', 'unchecked'],
])('of an archive, %s is %s', async (url, expected) => {
  await services.close();
  const given = companyOptionsSchema.parse({ replay: sample, delay: 0 });
  services = await open(given);
  const { columns } = await look([candidate('logo_url', url)], new Map(), 0, given);
  expect(columns).toEqual({
    ...(expected === 'not_an_image' ? {} : { logo_url: url, image_url: url }),
    image_status: expected,
  });
});
