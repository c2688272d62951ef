import { barrier } from '@app/kernel/testing';
import { acceptOffer } from '../src/commands/accept-offer.ts';
import { declineOffer } from '../src/commands/decline-offer.ts';
import { expireOffer } from '../src/commands/expire-offer.ts';
import type { Db } from '../src/db.ts';
import { ANA, BEN, north, openWorld } from './support/world.ts';

const world = openWorld();
beforeEach(() => world.reset());
afterAll(() => world.close());

/** A database on which that many first looks at an offer wait for each other: the worst timing, every time. */
const collide = (parties: number): Db => {
  const allHaveRead = barrier(parties);
  return world.db.$extends({
    query: {
      deliveryOffer: {
        async findUnique({ args, query }) {
          const row = await query(args);
          await allHaveRead();
          return row;
        },
      },
    },
  }) as unknown as Db;
};

const offered = async () => {
  await world.courier(ANA);
  const job = await world.request();
  return { job, offerId: (await world.openOffer(job.id))?.id ?? '' };
};

describe('accepting an offer', () => {
  it('assigns the job', async () => {
    const { offerId } = await offered();
    const answer = await world.as(ANA).does(acceptOffer, { offerId });
    expect(answer).toMatchObject({ ok: true, value: { status: 'ASSIGNED', courierUserId: ANA.id } });
    expect(await world.courierRow(ANA)).toMatchObject({ openOffers: 0, activeJobs: 1 });
    expect((await world.toldRows('event')).at(-1)).toMatchObject({
      type: 'delivery.assigned',
      payload: { orderId: 'ord_1', courierId: 'cou_ana', courierUserId: ANA.id },
    });
    expect(await world.deadlines()).toEqual([]);
  });

  it('answers the same when the phone asks again, and tells nobody twice', async () => {
    const { offerId } = await offered();
    await world.as(ANA).does(acceptOffer, { offerId });
    const told = await world.told();
    expect(await world.as(ANA).does(acceptOffer, { offerId })).toMatchObject({ ok: true });
    expect(await world.told()).toEqual(told);
    expect(await world.courierRow(ANA)).toMatchObject({ activeJobs: 1 });
  });

  it.each([['of another courier'], ['that never was'], ['with a NUL in its id']])(
    'refuses an offer %s',
    async (which) => {
      const { job, offerId } = await offered();
      await world.courier(BEN);
      const before = await world.told();
      const wanted = { 'of another courier': offerId, 'that never was': 'ofr_x', 'with a NUL in its id': 'o\0' }[which];
      expect(await world.as(BEN).does(acceptOffer, { offerId: wanted ?? '' })).toMatchObject({
        code: which === 'with a NUL in its id' ? 'INVALID_INPUT' : 'OFFER_NOT_FOUND',
      });
      expect(await world.job()).toEqual(job);
      expect(await world.told()).toEqual(before);
    },
  );

  it('is too late once the time is over by the database’s clock, even before the deadline was noticed', async () => {
    const { job, offerId } = await offered();
    await world.db.$executeRaw`UPDATE "DeliveryOffer" SET "expiresAt" = clock_timestamp()`;
    for (const answer of [acceptOffer])
      expect(await world.as(ANA).does(answer, { offerId })).toMatchObject({ code: 'OFFER_ENDED' });
    expect(await world.as(ANA).performs(declineOffer, { offerId })).toMatchObject({ code: 'OFFER_ENDED' });
    expect(await world.job()).toEqual(job);
    expect(await world.courierRow(ANA)).toMatchObject({ openOffers: 1, activeJobs: 0 });
  });

  it('twice and declining at the same moment has one outcome', async () => {
    const { offerId } = await offered();
    const db = collide(3);
    const answers = await Promise.all([
      world.as(ANA, db).does(acceptOffer, { offerId }),
      world.as(ANA, db).does(acceptOffer, { offerId }),
      world.as(ANA, db).performs(declineOffer, { offerId }),
    ]);
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    const { activeJobs, openOffers } = await world.courierRow(ANA);
    const { status } = await world.job();
    expect({ status, activeJobs, openOffers }).toEqual(
      status === 'ASSIGNED'
        ? { status, activeJobs: 1, openOffers: 0 }
        : { status: 'PENDING', activeJobs: 0, openOffers: 0 },
    );
  });
});

describe('at the deadline', () => {
  it('either the yes counts or the next courier is asked, never both', async () => {
    await world.courier(BEN, { lastLatitude: north(1_500).latitude });
    await world.courier(ANA);
    for (let turn = 0; turn < 12; turn++) {
      const job = await world.request(`sor_${turn}`, `ord_${turn}`);
      const offer = await world.openOffer(job.id);
      // So close that the two may be on either side of it.
      await world.db
        .$executeRaw`UPDATE "DeliveryOffer" SET "expiresAt" = clock_timestamp() + interval '4 ms' WHERE "id" = ${offer?.id}`;
      await new Promise((resolve) => setTimeout(resolve, turn % 6));
      const expire = () => world.inOneGo((work) => expireOffer(world.dispatch, work, offer?.id ?? ''));
      const [answer] = await Promise.all([world.as(ANA).does(acceptOffer, { offerId: offer?.id ?? '' }), expire()]);
      await new Promise((resolve) => setTimeout(resolve, 5));
      await expire();
      const { status, courierUserId } = await world.job(`sor_${turn}`);
      expect({ status, courierUserId }).toEqual(
        answer.ok ? { status: 'ASSIGNED', courierUserId: ANA.id } : { status: 'OFFERED', courierUserId: null },
      );
      await world.db.$executeRaw`TRUNCATE "Delivery", "DeliveryOffer"`;
      await world.db.courier.updateMany({ data: { activeJobs: 0, openOffers: 0 } });
    }
  });

  it('who was asked before is too late, and who is asked now has it', async () => {
    const { job, offerId } = await offered();
    await world.courier(BEN);
    await world.pass(31);
    const next = await world.openOffer(job.id);
    const [late, right] = await Promise.all([
      world.as(ANA).does(acceptOffer, { offerId }),
      world.as(BEN).does(acceptOffer, { offerId: next?.id ?? '' }),
    ]);
    expect(late).toMatchObject({ code: 'OFFER_ENDED' });
    expect(right).toMatchObject({ ok: true, value: { courierUserId: BEN.id } });
  });

  it('called too early, it waits for its time', async () => {
    const { offerId } = await offered();
    await world.inOneGo((work) => expireOffer(world.dispatch, work, offerId));
    expect(await world.job()).toMatchObject({ status: 'OFFERED' });
    expect(await world.deadlines()).toEqual([{ kind: 'delivery.offer-expired', subject: offerId }]);
  });
});

describe('the database', () => {
  it('holds at most one open and one accepted offer for each job', async () => {
    const { job, offerId } = await offered();
    const again = (state: 'OPEN' | 'ACCEPTED') =>
      world.db.deliveryOffer.create({
        data: {
          id: `ofr_${state}_${Math.random()}`,
          deliveryId: job.id,
          courierId: 'cou_ana',
          courierUserId: ANA.id,
          round: 0,
          state,
          score: 1,
          components: {},
          createdAt: new Date(),
          expiresAt: new Date(),
        },
      });
    await expect(again('OPEN')).rejects.toThrow(/Unique constraint/);
    await world.as(ANA).does(acceptOffer, { offerId });
    await expect(again('ACCEPTED')).rejects.toThrow(/Unique constraint/);
  });
});
