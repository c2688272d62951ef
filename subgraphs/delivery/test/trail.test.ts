import { countStatements } from '@app/kernel/testing';
import { jest } from '@jest/globals';
import { completeDelivery } from '../src/commands/complete-delivery.ts';
import { reportPosition } from '../src/commands/report-position.ts';
import { isOnTrail } from '../src/domain/trail.ts';
import { deliverySubgraph } from '../src/mount.ts';
import { openTrail } from '../src/trail.ts';
import { deleteOldTrail } from '../src/write-trail.ts';
import { pickedUp } from './support/steps.ts';
import { ADMIN, ANA, BEN, type BISTRO, CUSTOMER, HOME, KITCHEN, north, openWorld, STRANGER } from './support/world.ts';

jest.setTimeout(60_000);
const world = openWorld();
beforeEach(() => world.reset());
afterAll(() => world.close());

const ago = (seconds: number) => new Date(Date.now() - seconds * 1_000);
const trailOf = async (courierId: string) =>
  (await world.db.courierTrail.findMany({ where: { courierId }, orderBy: { at: 'asc' } })).map(
    ({ latitude }) => latitude,
  );
const opened = () => openTrail(world.db, world.log, 30);

describe('a point on the trail', () => {
  const last = { ...north(0), at: new Date(0) };
  it.each([
    ['24 m further', { ...north(24), at: new Date(200) }, false],
    ['26 m further', { ...north(26), at: new Date(200) }, true],
    ['a minute later in the same place', { ...north(0), at: new Date(60_000) }, true],
    ['far away, but from before', { ...north(900), at: new Date(-1) }, false],
  ])('%s: %#', (_, next, kept) => expect(isOnTrail(last, next)).toBe(kept));

  it('is where it begins', () => expect(isOnTrail(undefined, last)).toBe(true));
});

describe('the trail', () => {
  it('is written in two statements for all couriers, thinned, with the last places exact', async () => {
    await world.courier(ANA, { lastSeenAt: ago(60) });
    await world.courier(BEN, { lastSeenAt: null });
    const trail = opened();
    for (let step = 0; step <= 100; step += 1) {
      trail.note('cou_ana', { ...north(step), at: ago(50 - step / 5) });
      trail.note('cou_ben', { ...north(-step), at: ago(50 - step / 5) });
    }
    const { statements } = await countStatements(() => trail.write());
    expect(statements.filter((sql) => /INSERT|UPDATE/.test(sql))).toHaveLength(2);
    expect((await world.courierRow(ANA)).lastLatitude).toBe(north(100).latitude);
    expect((await world.courierRow(BEN)).lastLatitude).toBe(north(-100).latitude);
    expect(await trailOf('cou_ana')).toHaveLength(5);
    const { statements: idle } = await countStatements(() => trail.write());
    expect(idle).toEqual([]);
  });

  it('never goes back: an older place does not replace a newer one', async () => {
    await world.courier(ANA, { lastLatitude: north(500).latitude, lastSeenAt: ago(1) });
    const trail = opened();
    trail.note('cou_ana', { ...north(30), at: ago(2) });
    await trail.write();
    expect((await world.courierRow(ANA)).lastLatitude).toBe(north(500).latitude);
    expect(await trailOf('cou_ana')).toEqual([north(30).latitude]);
  });

  it('waits for PostgreSQL when it is away, and forgets nothing meanwhile', async () => {
    await world.courier(ANA, { lastSeenAt: ago(60) });
    let away = true;
    const flaky = new Proxy(world.db, {
      get: (db, name) =>
        away && name === '$transaction' ? () => Promise.reject(new Error('away')) : Reflect.get(db, name, db),
    });
    const trail = openTrail(flaky, world.log, 30);
    trail.note('cou_ana', { ...north(100), at: ago(3) });
    await trail.write();
    trail.note('cou_ana', { ...north(200), at: ago(2) });
    away = false;
    await trail.write();
    expect(await trailOf('cou_ana')).toEqual([north(100).latitude, north(200).latitude]);
    expect((await world.courierRow(ANA)).lastLatitude).toBe(north(200).latitude);
  });

  it('of who is no courier is not written, and keeps nobody else from it', async () => {
    await world.courier(ANA, { lastSeenAt: ago(60) });
    const trail = opened();
    for (const id of ['cou_none', 'cou_ana']) trail.note(id, { ...north(100), at: ago(1) });
    await trail.write();
    expect(await world.db.courierTrail.count()).toBe(1);
  });

  it('is deleted after some weeks', async () => {
    await world.courier(ANA);
    const trail = opened();
    for (const days of [31, 29]) trail.note('cou_ana', { ...north(days * 100), at: ago(days * 86_400) });
    trail.note('cou_ana', { ...north(2_900), at: ago(29 * 86_400) });
    await trail.write();
    await deleteOldTrail(world.db, 30);
    expect(await trailOf('cou_ana')).toEqual([north(2_900).latitude]);
  });

  it('is written within moments by the mounted subgraph, and to the end when it stops', async () => {
    await world.courier(ANA, { lastSeenAt: ago(60) });
    const { redis, pool, log } = world;
    const peers = { call: () => Promise.reject(new Error('Delivery asks nobody.')) };
    const parts = deliverySubgraph.open({ pool, redis, redisUrl: '', peers, log });
    const end = parts.background?.();
    const { perform } = parts.context(ANA) as { perform: (operation: unknown, input: object) => Promise<unknown> };
    await perform(reportPosition, { location: north(100) });
    const deadline = Date.now() + 30_000;
    while (Date.now() < deadline && (await trailOf('cou_ana')).length === 0)
      await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await trailOf('cou_ana')).toEqual([north(100).latitude]);
    await perform(reportPosition, { location: north(200) });
    await end?.();
    await parts.close();
    expect(await trailOf('cou_ana')).toEqual([north(100).latitude, north(200).latitude]);
  });
});

describe('a job under way', () => {
  const JOB = /* GraphQL */ `query ($refs: [_Any!]!) { _entities(representations: $refs) {
    ... on Delivery { etaSeconds remainingMeters trail { location { latitude } } } } }`;
  const seenBy = async (viewer: typeof ANA, id: string) => {
    const { data, errors } = await world.as(viewer).asks(JOB, { refs: [{ __typename: 'Delivery', id }] });
    expect(errors).toBeUndefined();
    return JSON.parse(JSON.stringify((data as { _entities: unknown[] })._entities[0]));
  };
  const move = (location: typeof BISTRO) => world.as(ANA).performs(reportPosition, { location });
  const latitudes = (job: { trail: { location: { latitude: number } }[] }) =>
    job.trail.map(({ location }) => location.latitude);

  it('shows how far it is and where it has been since it was picked up, to who follows it', async () => {
    const { id } = await pickedUp(world);
    await world.db.courierTrail.create({
      data: { courierId: 'cou_ana', at: ago(900), ...north(-500) },
    });
    await move(north(100));
    await move(north(300));
    await world.trail.write();
    for (const viewer of [CUSTOMER, KITCHEN, ANA, ADMIN])
      expect(latitudes(await seenBy(viewer, id))).toEqual([north(100).latitude, north(300).latitude]);
    const before = await seenBy(CUSTOMER, id);
    expect(before.etaSeconds).toBe(Math.round(before.remainingMeters / 5));
    await move(HOME);
    expect(await seenBy(CUSTOMER, id)).toMatchObject({ etaSeconds: 0, remainingMeters: 0 });
    expect(await seenBy(STRANGER, id)).toBeNull();
  });

  it('shows it to admins alone once it is over', async () => {
    const { id, handoverCode } = await pickedUp(world);
    await move(north(100));
    await world.trail.write();
    await world.as(ANA).performs(completeDelivery, { deliveryId: id, handoverCode });
    expect(await seenBy(CUSTOMER, id)).toEqual({ etaSeconds: null, remainingMeters: null, trail: null });
    expect(latitudes(await seenBy(ADMIN, id))).toEqual([north(100).latitude]);
  });
});
