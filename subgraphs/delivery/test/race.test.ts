import { barrier } from '@app/kernel/testing';
import { cancelDelivery } from '../src/commands/cancel-delivery.ts';
import { pickUp } from '../src/commands/pick-up.ts';
import { searchAgain } from '../src/commands/search-again.ts';
import type { Db } from '../src/db.ts';
import { assigned } from './support/steps.ts';
import { ANA, BEN, openWorld } from './support/world.ts';

const world = openWorld();
beforeEach(() => world.reset());
afterAll(() => world.close());

/** A database on which that many first looks at a job wait for each other. */
const collide = (parties: number): Db => {
  const allHaveRead = barrier(parties);
  const wait = async <T>({ args, query }: { args: T; query: (args: T) => Promise<unknown> }) => {
    const read = await query(args);
    await allHaveRead();
    return read;
  };
  return world.db.$extends({
    query: { delivery: { findUnique: wait as never, findMany: wait as never } },
  }) as unknown as Db;
};

it.each([1, 2, 3])('a job is picked up or called off, never both (%d)', async () => {
  const { id, orderId } = await assigned(world);
  const db = collide(2);
  const [picked, cancelled] = await Promise.all([
    world.as(ANA, db).does(pickUp, { deliveryId: id }),
    world.inOneGo((work) => cancelDelivery(work, { orderId }), db),
  ]);
  expect(cancelled).toHaveLength(picked.ok ? 0 : 1);
  expect(await world.job()).toMatchObject({ status: picked.ok ? 'PICKED_UP' : 'CANCELLED' });
  expect(await world.courierRow(ANA)).toMatchObject({ activeJobs: picked.ok ? 1 : 0 });
  expect((await world.told()).slice(3)).toEqual([picked.ok ? 'delivery.picked-up' : 'delivery.cancelled']);
});

it('a job that is searched for twice at once is offered once', async () => {
  const { id } = await world.request();
  await world.courier(ANA);
  await world.courier(BEN);
  const db = collide(2);
  const search = () => world.inOneGo((work) => searchAgain(world.dispatch, work, id), db);
  await Promise.all([search(), search()]);
  expect(await world.db.deliveryOffer.count()).toBe(1);
  const loads = await world.db.courier.findMany({ select: { openOffers: true } });
  expect(loads.map(({ openOffers }) => openOffers).sort()).toEqual([0, 1]);
});

it('couriers who change places in many offers at once never wait in a circle for long, and the counts agree', async () => {
  await world.courier(ANA);
  await world.courier(BEN);
  const requests = Array.from({ length: 6 }, (_, index) => world.request(`sor_${index}`, `ord_${index}`));
  await Promise.all(requests);
  for (let turn = 0; turn < 3; turn++) await world.pass(31);
  const open = await world.db.deliveryOffer.groupBy({ by: ['courierId'], where: { state: 'OPEN' }, _count: true });
  for (const courier of await world.db.courier.findMany()) {
    expect(courier.openOffers).toBe(open.find(({ courierId }) => courierId === courier.id)?._count ?? 0);
    expect(courier.openOffers).toBeLessThanOrEqual(3);
  }
});
