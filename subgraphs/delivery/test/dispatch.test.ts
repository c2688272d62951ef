import { acceptOffer } from '../src/commands/accept-offer.ts';
import { declineOffer } from '../src/commands/decline-offer.ts';
import { setCourierOnline } from '../src/commands/set-courier-online.ts';
import { ANA, BEN, BISTRO, north, openWorld } from './support/world.ts';

const world = openWorld({ escalateRounds: 3, courierCapacity: 2 });
beforeEach(() => world.reset());
afterAll(() => world.close());

describe('when a business accepts', () => {
  it('opens a job, once however often the news arrives, and offers it to the best courier', async () => {
    await world.courier(BEN, { lastLatitude: north(900).latitude });
    const ana = await world.courier(ANA, { lastLatitude: north(100).latitude });

    expect(await world.tell('seller-order.accepted', 'ord_1', world.accepted('sor_1'), 'evt_same')).toBe('handled');
    expect(await world.tell('seller-order.accepted', 'ord_1', world.accepted('sor_1'), 'evt_same')).toBe('duplicate');
    expect(await world.tell('seller-order.accepted', 'ord_1', world.accepted('sor_1'), 'evt_other')).toBe('handled');

    const job = await world.job();
    expect(await world.db.delivery.count()).toBe(1);
    expect(job).toMatchObject({ status: 'OFFERED', orderId: 'ord_1', businessId: 'biz_bistro', courierId: null });
    expect(job.handoverCode).toMatch(/^\d{6}$/);
    const offer = await world.openOffer(job.id);
    expect(offer).toMatchObject({
      courierId: ana.id,
      round: 0,
      components: { meters: 100, load: 0, idleness: 1 },
    });
    expect(await world.deadlines()).toEqual([{ kind: 'delivery.offer-expired', subject: offer?.id }]);
    expect(await world.told()).toEqual(['delivery.requested', 'delivery.offered']);
    expect(await world.toldRows('live')).toEqual([
      {
        type: `courier:${ANA.id}`,
        subject: `courier:${ANA.id}`,
        payload: { __typename: 'DeliveryOffer', id: offer?.id },
      },
    ]);
    expect(await world.courierRow(ANA)).toMatchObject({ openOffers: 1, activeJobs: 0 });
  });

  it('gives couriers at the same moment no more than they can carry', async () => {
    await world.courier(ANA);
    await Promise.all(['sor_1', 'sor_2', 'sor_3', 'sor_4'].map((id, order) => world.request(id, `ord_${order}`)));
    const jobs = await world.db.delivery.findMany();
    expect(jobs.map(({ status }) => status).sort()).toEqual(['OFFERED', 'OFFERED', 'PENDING', 'PENDING']);
    expect(await world.courierRow(ANA)).toMatchObject({ openOffers: 2 });
  });

  it('looks farther each round, and only so far', async () => {
    await world.courier(ANA, { lastLatitude: north(4_000).latitude });
    const job = await world.request();
    expect(job).toMatchObject({ status: 'PENDING', searchRound: 1 });
    await world.pass(11);
    expect(await world.job()).toMatchObject({ status: 'OFFERED', searchRound: 1 });
  });

  it('asks nobody who is offline or out of reach', async () => {
    await world.courier(ANA, { online: false });
    await world.courier(BEN, { lastLatitude: north(25_000).latitude });
    await world.request();
    for (let round = 0; round < 5; round++) await world.pass(61);
    expect(await world.db.deliveryOffer.count()).toBe(0);
    expect(await world.job()).toMatchObject({ status: 'PENDING', searchRound: 6 });
  });
});

describe('when the courier who was asked', () => {
  it('declines, the next one is asked at once', async () => {
    await world.courier(ANA);
    const ben = await world.courier(BEN, { lastLatitude: north(1_000).latitude });
    const { id } = await world.request();
    const offer = await world.openOffer(id);

    const answer = await world.as(ANA).performs(declineOffer, { offerId: offer?.id ?? '' });

    expect(answer).toMatchObject({ ok: true, value: { status: 'OFFERED' } });
    expect(await world.openOffer(id)).toMatchObject({ courierId: ben.id, round: 0 });
    expect(await world.courierRow(ANA)).toMatchObject({ openOffers: 0 });
    expect(await world.courierRow(BEN)).toMatchObject({ openOffers: 1 });
    expect(await world.told()).toEqual([
      'delivery.requested',
      'delivery.offered',
      'delivery.offer-ended',
      'delivery.offered',
    ]);
  });

  it('declines and is alone, they are asked again only in a later round', async () => {
    await world.courier(ANA);
    const { id } = await world.request();
    await world.as(ANA).performs(declineOffer, { offerId: (await world.openOffer(id))?.id ?? '' });
    expect(await world.job()).toMatchObject({ status: 'PENDING', searchRound: 1 });
    expect(await world.openOffer(id)).toBeNull();

    await world.courier(BEN, { lastLatitude: north(4_500).latitude });
    await world.pass(11);
    expect(await world.openOffer(id)).toMatchObject({ courierUserId: BEN.id, round: 1 });
    await world.pass(31);
    expect(await world.openOffer(id)).toMatchObject({ courierUserId: ANA.id, round: 1 });
  });

  it('does not answer, the next one is asked; an answered offer does not expire', async () => {
    await world.courier(ANA);
    await world.courier(BEN, { lastLatitude: north(1_000).latitude });
    const { id } = await world.request();
    const first = await world.openOffer(id);
    await world.pass(31);
    const second = await world.openOffer(id);
    expect(second).toMatchObject({ courierUserId: BEN.id });
    expect(await world.db.deliveryOffer.findUnique({ where: { id: first?.id ?? '' } })).toMatchObject({
      state: 'EXPIRED',
    });
    await world.as(BEN).does(acceptOffer, { offerId: second?.id ?? '' });
    await world.pass(31);
    expect(await world.job()).toMatchObject({ status: 'ASSIGNED' });
    expect(await world.courierRow(ANA)).toMatchObject({ openOffers: 0, activeJobs: 0 });
    expect(await world.courierRow(BEN)).toMatchObject({ openOffers: 0, activeJobs: 1 });
  });

  it('goes offline, the next one is asked without waiting for the deadline', async () => {
    await world.courier(ANA);
    await world.courier(BEN, { lastLatitude: north(1_000).latitude });
    const { id } = await world.request();
    await world.as(ANA).performs(setCourierOnline, { online: false });
    await world.pass(0);
    expect(await world.openOffer(id)).toMatchObject({ courierUserId: BEN.id });
  });
});

describe('when nobody is there', () => {
  it('a courier who comes online later is asked at once', async () => {
    const { id } = await world.request();
    await world.as(ANA).performs(setCourierOnline, { online: true, location: BISTRO });
    await world.pass(0);
    expect(await world.openOffer(id)).toMatchObject({ courierUserId: ANA.id });
  });

  it('the back office is told once, and the search goes on slowly', async () => {
    const { id } = await world.request();
    for (let round = 0; round < 5; round++) await world.pass(61);
    expect((await world.told()).filter((type) => type === 'delivery.unassigned')).toHaveLength(1);
    const [due] = await world.db.deadline.findMany();
    expect(due).toMatchObject({ kind: 'delivery.search-again', subject: id });
    expect((due?.dueAt.getTime() ?? 0) - Date.now()).toBeGreaterThan(50_000);
    await world.courier(ANA);
    await world.pass(61);
    expect(await world.job()).toMatchObject({ status: 'OFFERED' });
  });
});

describe('when the order is called off', () => {
  const gone = (sellerOrderId: string) =>
    world.tell('seller-order.cancelled', 'ord_1', {
      sellerOrderId,
      orderId: 'ord_1',
      businessId: 'biz_bistro',
      customerId: 'usr_customer',
      reason: 'CHANGED_MIND',
      refundMinor: 0n,
      currency: 'EUR',
      lines: [],
    });

  it('an offer is withdrawn and the job is over, once', async () => {
    await world.courier(ANA);
    const { id } = await world.request();
    const offer = await world.openOffer(id);
    await gone('sor_1');
    await gone('sor_1');
    expect(await world.job()).toMatchObject({ status: 'CANCELLED', settledAt: expect.any(Date) });
    expect(await world.courierRow(ANA)).toMatchObject({ openOffers: 0, activeJobs: 0 });
    expect(await world.deadlines()).toEqual([]);
    expect(await world.told()).toEqual(['delivery.requested', 'delivery.offered', 'delivery.cancelled']);
    expect(await world.as(ANA).does(acceptOffer, { offerId: offer?.id ?? '' })).toMatchObject({ code: 'OFFER_ENDED' });
  });

  it('no job is opened any more, should the news that it was accepted come late', async () => {
    await world.courier(ANA);
    await gone('sor_1');
    await world.tell('seller-order.accepted', 'ord_1', world.accepted('sor_1'));
    await world.tell('seller-order.accepted', 'ord_1', world.accepted('sor_2'));
    expect(await world.db.delivery.findMany({ select: { sellerOrderId: true } })).toEqual([{ sellerOrderId: 'sor_2' }]);
    const whole = { orderId: 'ord_2', customerId: 'usr_customer', reason: 'X', paid: false };
    await world.tell('order.cancelled', 'ord_2', whole);
    await world.tell('seller-order.accepted', 'ord_2', world.accepted('sor_3', 'ord_2'));
    expect(await world.db.delivery.count()).toBe(1);
  });

  it.each([1, 2, 3, 4, 5])('at the moment in which it is accepted, no job is left (%d)', async () => {
    await Promise.all([world.tell('seller-order.accepted', 'ord_1', world.accepted('sor_1')), gone('sor_1')]);
    expect(await world.db.delivery.count({ where: { status: { not: 'CANCELLED' } } })).toBe(0);
  });

  it('takes all jobs of the order that are not picked up, and frees their couriers', async () => {
    await world.courier(ANA);
    const [one, two] = [await world.request('sor_1'), await world.request('sor_2')];
    for (const { id } of [one, two])
      await world.as(ANA).does(acceptOffer, { offerId: (await world.openOffer(id))?.id ?? '' });
    await world.db.delivery.update({ where: { id: two.id }, data: { status: 'PICKED_UP' } });
    await world.request('sor_3');
    await world.tell('order.cancelled', 'ord_1', {
      orderId: 'ord_1',
      customerId: 'usr_customer',
      reason: 'X',
      paid: false,
    });
    const statuses = await world.db.delivery.findMany({ orderBy: { sellerOrderId: 'asc' }, select: { status: true } });
    expect(statuses.map(({ status }) => status)).toEqual(['CANCELLED', 'PICKED_UP', 'CANCELLED']);
    expect(await world.courierRow(ANA)).toMatchObject({ openOffers: 0, activeJobs: 1 });
  });
});
