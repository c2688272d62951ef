import { openShop, type Shop, until } from './support/shop.ts';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
});
afterEach(() => shop.close());

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('a script for webhooks', () => {
  it('late: comes after its delay, and not before', async () => {
    await shop.script({ webhooks: 'late', delayMs: 400 });
    const { url } = await shop.session('a');
    await shop.pay(url);
    const paidAt = Date.now();
    await until(() => shop.got.length === 1);
    expect(Date.now() - paidAt).toBeGreaterThanOrEqual(350);
  });

  it('duplicated: comes three times under one id', async () => {
    await shop.script({ webhooks: 'duplicated' });
    const { url } = await shop.session('a');
    await shop.pay(url);
    await until(() => shop.got.length === 3);
    await pause(150);
    expect(shop.got).toHaveLength(3);
    expect(new Set(shop.got.map(({ body }) => body.id)).size).toBe(1);
  });

  it('reordered: what happened last is told first', async () => {
    const { id, url } = await shop.session('a');
    await shop.script({ webhooks: 'reordered', delayMs: 800 }, id);
    await shop.pay(url);
    const { url: other } = await shop.session('b', { reference: 'pay_2' });
    await shop.script({ webhooks: 'reordered', delayMs: 800 });
    await shop.pay(other);
    await until(() => shop.got.length === 2);
    expect(shop.got.map(({ body }) => body.data.reference)).toEqual(['pay_2', 'pay_1']);
  });

  it('lost: never comes, for the one session it was said of', async () => {
    const [lost, fine] = [await shop.session('a'), await shop.session('b', { reference: 'pay_2' })];
    await shop.script({ webhooks: 'lost' }, lost.id);
    await shop.pay(lost.url);
    await shop.pay(fine.url);
    await until(() => shop.got.length === 1);
    await pause(150);
    expect(shop.got.map(({ body }) => body.data.reference)).toEqual(['pay_2']);
    expect((await shop.api('GET', `/v1/sessions/${lost.id}`)).body.status).toBe('paid');
  });
});

describe('a script for answers', () => {
  it('loses them after the work was done: the same key finds it', async () => {
    await shop.script({ lostAnswers: 1 });
    const body = shop.order();
    await expect(shop.api('POST', '/v1/sessions', body, 'a')).rejects.toThrow();
    const again = await shop.api('POST', '/v1/sessions', body, 'a');
    const { body: all } = await shop.api('GET', '/v1/sessions');
    expect(all.data).toMatchObject([{ id: again.body.id }]);
  });

  it('lets a closed session be paid all the same', async () => {
    const { id, url } = await shop.session('a');
    await shop.script({ paysAfterExpiry: true }, id);
    expect((await shop.api('POST', `/v1/sessions/${id}/expire`, {})).body.status).toBe('expired');
    await shop.pay(url);
    await until(() => shop.got.length === 2);
    expect(shop.types().sort()).toEqual(['session.expired', 'session.paid']);
    expect((await shop.api('GET', `/v1/sessions/${id}`)).body.status).toBe('paid');
  });

  it('is refused when it says what there is not', async () => {
    expect((await shop.script({ webhooks: 'sometimes' })).status).toBe(400);
    expect((await shop.script({}, 'ses_nobody')).status).toBe(404);
  });
});

describe('a script for refunds', () => {
  const refund = (sessionId: string, amount: string, key: string) =>
    shop.api('POST', '/v1/refunds', { sessionId, amount, reference: `rfd_${key}` }, key);

  it('partly-refused: only all of it goes back', async () => {
    const { id, url } = await shop.session('a');
    await shop.script({ refunds: 'partly-refused' }, id);
    await shop.pay(url);
    expect(await refund(id, '1000', 'a')).toMatchObject({ status: 422, body: { code: 'refund_failed' } });
    expect(await refund(id, '1250', 'b')).toMatchObject({ status: 200, body: { status: 'succeeded' } });
  });

  it.each([
    ['pending', 'succeeded', '1000'],
    ['failing', 'failed', '0'],
  ])('%s: ends as %s, tells the shop, and counts as it should', async (refunds, status, refunded) => {
    const { id, url } = await shop.session('a');
    await shop.script({ refunds, delayMs: 100 }, id);
    await shop.pay(url);
    const begun = await refund(id, '1000', 'a');
    expect(begun.body.status).toBe('pending');
    await until(() => shop.types().includes(`refund.${status}`));
    expect(shop.got.at(-1)?.body.data).toMatchObject({ refundReference: 'rfd_a', sessionId: id, amount: '1000' });
    expect((await shop.api('GET', `/v1/refunds/${begun.body.id}`)).body.status).toBe(status);
    expect((await refund(id, '1000', 'a')).body.status).toBe(status);
    expect((await shop.api('GET', `/v1/sessions/${id}`)).body.refunded).toBe(refunded);
  });
});

describe('the records', () => {
  it('are pages in the order things were created, of a period', async () => {
    const ids = [];
    for (const key of ['a', 'b', 'c']) {
      const { id, url } = await shop.session(key, { reference: key });
      if (key !== 'b') await shop.pay(url);
      ids.push(id);
    }
    const first = await shop.api('GET', '/v1/sessions?status=paid&limit=1');
    expect(first.body).toMatchObject({ data: [{ id: ids[0] }], next: ids[0] });
    const second = await shop.api('GET', `/v1/sessions?status=paid&limit=1&after=${first.body.next}`);
    expect(second.body).toMatchObject({ data: [{ id: ids[2] }], next: null });
    expect((await shop.api('GET', `/v1/sessions?to=${new Date(0).toISOString()}`)).body.data).toEqual([]);
  });
});
