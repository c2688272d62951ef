import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLog } from '@app/kernel/log';
import { Webhook } from 'standardwebhooks';
import { startProvider } from '../src/start.ts';

const SECRET = `whsec_${Buffer.alloc(32, 1).toString('base64')}`;
const KEY = 'key-of-the-test-shop';
const log = Object.assign(openLog('sandbox-provider'), { level: 'silent' });
const dataDir = mkdtempSync(join(tmpdir(), 'sandbox-'));
const start = () =>
  startProvider({ apiKey: KEY, webhookSecret: SECRET, host: '127.0.0.1', firstPauseMs: 10, dataDir, log });

/** A shop that takes webhooks, or says 500 for as long as a test wants. */
let shop: Server;
let shopUrl: string;
let answer = 200;
let got: { headers: IncomingHttpHeaders; body: string }[] = [];
let provider: Awaited<ReturnType<typeof start>>;

beforeAll(async () => {
  shop = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    got.push({ headers: request.headers, body });
    response.writeHead(answer).end();
  });
  await new Promise<void>((resolve) => shop.listen(0, '127.0.0.1', resolve));
  shopUrl = `http://127.0.0.1:${(shop.address() as AddressInfo).port}/hook`;
});
beforeEach(async () => {
  answer = 200;
  got = [];
  provider = await start();
});
afterEach(() => provider.stop());
afterAll(async () => {
  shop.closeAllConnections();
  await new Promise((resolve) => shop.close(resolve));
  rmSync(dataDir, { recursive: true });
});

const order = (given: object = {}) => ({
  amount: '1250',
  currency: 'EUR',
  reference: 'pay_1',
  description: 'Order <b>1</b>',
  merchant: 'Test shop',
  webhookUrl: shopUrl,
  returnUrl: 'https://shop.example/back?a=1&b=2',
  expiresAt: new Date(Date.now() + 60_000).toISOString(),
  ...given,
});

async function api(path: string, { body, key, token = KEY }: { body?: object; key?: string; token?: string } = {}) {
  const response = await fetch(`${provider.url}${path}`, {
    method: body ? 'POST' : 'GET',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      ...(key && { 'idempotency-key': key }),
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Record<string, string> };
}

let keys = 0;
async function session(given: object = {}) {
  keys += 1;
  const { body } = await api('/v1/sessions', { body: order(given), key: `fresh-${process.pid}-${keys}` });
  return { id: body.id ?? '', url: body.url ?? '' };
}
const press = (url: string, button: string) => fetch(`${url}/${button}`, { method: 'POST' });
const until = async (isSo: () => boolean) => {
  for (const end = Date.now() + 30_000; Date.now() < end; await new Promise((resolve) => setTimeout(resolve, 10)))
    if (isSo()) return;
  throw new Error('did not happen');
};

describe('the pay page', () => {
  it('shows what is to be paid, to whom and for what, with nothing from elsewhere and no script', async () => {
    const { url } = await session();
    const page = await fetch(url);
    const html = await page.text();
    expect(page.status).toBe(200);
    for (const text of ['12.50 EUR', 'Test shop', 'Order &lt;b&gt;1&lt;/b&gt;', 'pay_1']) expect(html).toContain(text);
    expect(html).toContain(`<form method="post" action="${new URL(url).pathname}/pay">`);
    expect(html).toContain(`<form method="post" action="${new URL(url).pathname}/decline">`);
    expect(html).not.toMatch(/<script|https?:\/\//);
    expect(page.headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; style-src 'sha256-[\w+/=]+'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'$/,
    );
    expect(page.headers.get('cache-control')).toBe('no-store');
  });

  it.each([
    ['pay', 'Payment received', 'session.paid', 'decline'],
    ['decline', 'Payment declined', 'session.declined', 'pay'],
  ])(
    'after %s shows the same whatever is pressed next, and tells the shop once',
    async (button, title, type, other) => {
      const { id, url } = await session();
      const first = await press(url, button);
      expect([first.status, first.redirected]).toEqual([200, true]);
      const html = await first.text();
      expect(html).toContain(title);
      expect(html).toContain('href="https://shop.example/back?a=1&amp;b=2"');
      expect(await (await press(url, button)).text()).toBe(html);
      expect(await (await press(url, other)).text()).toBe(html);
      await until(() => got.length === 1);
      const [{ headers, body } = { headers: {}, body: '' }] = got;
      expect(new Webhook(SECRET).verify(body, headers as Record<string, string>)).toMatchObject({
        id: headers['webhook-id'],
        type,
        data: { sessionId: id, reference: 'pay_1', amount: '1250', currency: 'EUR' },
      });
    },
  );

  it('takes nothing after its time', async () => {
    const { id, url } = await session({ expiresAt: new Date(Date.now() - 1_000).toISOString() });
    expect(await (await press(url, 'pay')).text()).toContain('This link has expired');
    expect((await api(`/v1/sessions/${id}`)).body.status).toBe('expired');
  });

  it('is not found under another address', async () => {
    expect((await fetch(`${provider.url}/pay/ses_nobody`)).status).toBe(404);
    expect((await press(`${provider.url}/pay/ses_nobody`, 'pay')).status).toBe(404);
  });
});

describe('the API', () => {
  it('wants its key', async () => {
    expect((await api('/v1/sessions/ses_1', { token: 'guess' })).status).toBe(401);
    expect((await api('/v1/sessions', { body: order(), key: 'k', token: '' })).status).toBe(401);
  });

  it('opens one session under one key, and refuses another input under it', async () => {
    const body = order();
    const [first, again] = [
      await api('/v1/sessions', { body, key: 'same' }),
      await api('/v1/sessions', { body, key: 'same' }),
    ];
    expect(again.body).toEqual(first.body);
    expect(await api('/v1/sessions', { body: { ...body, amount: '1' }, key: 'same' })).toMatchObject({
      status: 409,
      body: { code: 'idempotency_conflict' },
    });
  });

  it.each([
    { amount: '0' },
    { amount: '-1' },
    { amount: 12.5 },
    { currency: 'euro' },
    { webhookUrl: 'file:///etc/passwd' },
    { extra: 1 },
  ])('refuses %j', async (given) => {
    expect(await api('/v1/sessions', { body: order(given), key: 'bad' })).toMatchObject({
      status: 400,
      body: { code: 'invalid' },
    });
  });

  it('wants an idempotency key', async () => {
    expect((await api('/v1/sessions', { body: order() })).body.code).toBe('idempotency_key_needed');
  });

  it('closes an open session, and leaves a paid one as it is', async () => {
    const [open, paid] = [await session(), await session()];
    await press(paid.url, 'pay');
    expect((await api(`/v1/sessions/${open.id}/expire`, { body: {} })).body.status).toBe('expired');
    expect((await api(`/v1/sessions/${paid.id}/expire`, { body: {} })).body.status).toBe('paid');
  });

  it('gives back what was paid, once per key and never more', async () => {
    const { id: sessionId, url } = await session();
    const refund = (amount: string, key: string) =>
      api('/v1/refunds', { body: { sessionId, amount }, key: `${sessionId}-${key}` });
    expect((await refund('1', 'early')).body.code).toBe('not_paid');
    await press(url, 'pay');
    const first = await refund('1000', 'a');
    expect(first.body.status).toBe('succeeded');
    expect((await refund('1000', 'a')).body).toEqual(first.body);
    expect(await refund('251', 'b')).toMatchObject({ status: 422, body: { code: 'refund_too_large' } });
    expect((await refund('250', 'c')).status).toBe(200);
    expect((await api(`/v1/sessions/${sessionId}`)).body.refunded).toBe('1250');
  });
});

describe('a webhook', () => {
  it('is sent again until it is taken, under the same id', async () => {
    answer = 500;
    const { url } = await session();
    await press(url, 'pay');
    await until(() => got.length >= 3);
    answer = 204;
    const sofar = got.length;
    await until(() => got.length > sofar);
    const settled = got.length;
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(got).toHaveLength(settled);
    expect(new Set(got.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
  });

  it('is not forgotten, and neither is the session, when the provider restarts', async () => {
    answer = 500;
    const { id, url } = await session();
    await press(url, 'pay');
    await until(() => got.length >= 1);
    await provider.stop();
    answer = 200;
    got = [];
    provider = await start();
    await until(() => got.length === 1);
    expect((await api(`/v1/sessions/${id}`)).body.status).toBe('paid');
  });
});
