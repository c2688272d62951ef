import { liveChannel } from '@app/kernel/redis';
import { countStatements } from '@app/kernel/testing';
import { jest } from '@jest/globals';
import { Redis } from 'ioredis';
import { reportPosition } from '../src/commands/report-position.ts';
import { setCourierOnline } from '../src/commands/set-courier-online.ts';
import { assigned, pickedUp } from './support/steps.ts';
import { ANA, BEN, BISTRO, CUSTOMER, north, openWorld } from './support/world.ts';

// A loaded machine takes its time.
jest.setTimeout(60_000);
const world = openWorld();
beforeEach(() => world.reset());
afterAll(() => world.close());

const move = (meters: number) => world.as(ANA).performs(reportPosition, { location: north(meters) });

describe('a shift', () => {
  it('needs a location to start with, and remembers it', async () => {
    const ana = world.as(ANA);
    expect(await ana.performs(setCourierOnline, { online: true })).toMatchObject({ code: 'LOCATION_REQUIRED' });
    expect(await world.db.courier.count()).toBe(0);
    expect(await ana.performs(setCourierOnline, { online: true, location: BISTRO })).toMatchObject({
      ok: true,
      value: { online: true, name: ANA.name, lastLatitude: BISTRO.latitude },
    });
    expect(await world.redis.zrange('couriers:online', 0, -1)).toHaveLength(1);
    await ana.performs(setCourierOnline, { online: false });
    expect(await world.redis.zrange('couriers:online', 0, -1)).toEqual([]);
    expect(await ana.performs(setCourierOnline, { online: true, location: null })).toMatchObject({ ok: true });
    expect(await world.db.courier.count()).toBe(1);
  });

  it('makes one courier of a first shift that is started twice at once', async () => {
    const start = () => world.as(ANA).performs(setCourierOnline, { online: true, location: BISTRO });
    const answers = await Promise.all([start(), start(), start()]);
    expect(answers.map(({ ok }) => ok)).toEqual([true, true, true]);
    expect(await world.db.courier.count()).toBe(1);
  });

  it('keeps the last position when it ends', async () => {
    await world.as(ANA).performs(setCourierOnline, { online: true, location: BISTRO });
    await move(30);
    await move(777);
    await world.as(ANA).performs(setCourierOnline, { online: false });
    expect((await world.courierRow(ANA)).lastLatitude).toBe(north(777).latitude);
  });

  it.each([
    [{ latitude: 91, longitude: 0 }],
    [{ latitude: 0, longitude: -180.5 }],
    [{ latitude: Number.NaN, longitude: 0 }],
  ])('is not started at %j', async (location) => {
    expect(await world.as(ANA).performs(setCourierOnline, { online: true, location })).toMatchObject({
      code: 'INVALID_INPUT',
    });
    expect(await world.as(ANA).performs(reportPosition, { location })).toMatchObject({ code: 'INVALID_INPUT' });
  });
});

describe('a position report', () => {
  it('is refused offline', async () => {
    expect(await move(10)).toMatchObject({ code: 'COURIER_OFFLINE' });
    await world.courier(ANA, { online: false });
    expect(await move(10)).toMatchObject({ code: 'COURIER_OFFLINE' });
    await world.as(ANA).performs(setCourierOnline, { online: true });
    expect(await move(10)).toMatchObject({ ok: true });
    await world.as(ANA).performs(setCourierOnline, { online: false });
    expect(await move(20)).toMatchObject({ code: 'COURIER_OFFLINE' });
  });

  it('asks PostgreSQL once who this is, and then not at all; Redis learns every one', async () => {
    await world.courier(ANA);
    const report = (meters: number) =>
      world
        .as(ANA)
        .asks(
          'mutation ($at: GeoPointInput!) { courierMove(input: { location: $at }) { courier { id online location { latitude } } } }',
          { at: north(meters) },
        );
    const { statements: first } = await countStatements(() => report(100));
    expect(first.filter((sql) => !sql.startsWith('SELECT'))).toEqual([]);
    expect(first.length).toBeLessThanOrEqual(2);
    const { statements } = await countStatements(async () => {
      for (let meters = 101; meters <= 150; meters += 2) await report(meters);
    });
    expect(statements).toEqual([]);
    expect((await world.courierRow(ANA)).lastLatitude).toBe(BISTRO.latitude);
    expect((await world.dispatch.positions.latest(['cou_ana'])).get('cou_ana')?.latitude).toBe(north(149).latitude);
  });

  it('does not believe what was read before a change, although it is written after it', async () => {
    const { positions } = world.dispatch;
    const { turn } = await positions.shift(ANA.id);
    await positions.forgetShift(ANA.id);
    await positions.keepShift(ANA.id, { courierId: 'cou_ana', name: 'Ana', jobs: [] }, turn);
    const now = await positions.shift(ANA.id);
    expect(now.shift).toBeNull();
    await positions.keepShift(ANA.id, { courierId: 'cou_ana', name: 'Ana', jobs: [] }, now.turn);
    expect((await positions.shift(ANA.id)).shift).toMatchObject({ courierId: 'cou_ana' });
  });

  it('is told to the watchers of the orders in hand, and of no others', async () => {
    const { orderId } = await assigned(world);
    await world.request('sor_other', 'ord_other');
    const listener = new Redis(world.redis.options);
    const heard: [string, string][] = [];
    listener.on('message', (channel, text) => heard.push([channel, text]));
    await listener.subscribe(liveChannel(`order:${orderId}`), liveChannel('order:ord_other'));
    await move(10);
    await new Promise((resolve) => setTimeout(resolve, 100));
    listener.disconnect();
    expect(heard.map(([channel, text]) => [channel, JSON.parse(text)])).toEqual([
      [
        'live:order:ord_1',
        { __typename: 'OrderUpdate', orderId: 'ord_1', sequence: 0, kind: 'LOCATION', at: expect.any(String) },
      ],
    ]);
  });

  it('is no longer told to the watchers of a job that was called off', async () => {
    const { id, orderId, sellerOrderId } = await assigned(world);
    await move(10);
    expect((await world.dispatch.positions.shift(ANA.id)).shift?.jobs).toMatchObject([{ deliveryId: id }]);
    await world.tell('order.cancelled', orderId, { orderId, customerId: CUSTOMER.id, reason: 'x' } as never);
    const [cancelled] = (await world.toldRows('event')).filter(({ type }) => type === 'delivery.cancelled');
    expect(cancelled?.payload).toMatchObject({ sellerOrderId });
    await world.tell('delivery.cancelled', id, cancelled?.payload as never);
    expect((await world.dispatch.positions.shift(ANA.id)).shift).toBeNull();
    await move(20);
    expect((await world.dispatch.positions.shift(ANA.id)).shift?.jobs).toEqual([]);
  });

  it('far from the pickup means that the order is under way', async () => {
    await pickedUp(world);
    await move(40);
    expect(await world.job()).toMatchObject({ status: 'PICKED_UP' });
    await move(60);
    expect(await world.job()).toMatchObject({ status: 'IN_TRANSIT', departedAt: expect.any(Date) });
    await move(120);
    expect((await world.told()).filter((type) => type === 'delivery.departed')).toHaveLength(1);
  });
});

describe('who watches a courier move', () => {
  const WAY = `query ($keys: [_Any!]!) { _entities(representations: $keys) { ... on SellerOrder {
    delivery { status etaSeconds remainingMeters courier { name location { latitude } } }
  } } }`;
  const watch = async (moment?: string, viewer = CUSTOMER) => {
    const keys = [{ __typename: 'SellerOrder', id: 'sor_1' }];
    const { data, errors } = await world.as(viewer, world.db, moment).asks(WAY, { keys });
    if (errors) throw errors[0];
    return (data as { _entities: { delivery: Record<string, unknown> | null }[] })._entities[0]?.delivery;
  };

  it('costs PostgreSQL nothing more in the moment, and sees each move', async () => {
    await pickedUp(world);
    await watch('order:ord_1@5');
    await move(20);
    const { statements, result } = await countStatements(async () => {
      const ways = [await watch('order:ord_1@5')];
      await move(40);
      ways.push(await watch('order:ord_1@5'));
      return ways;
    });
    expect(statements).toEqual([]);
    const at = (meters: number) => ({
      status: 'PICKED_UP',
      courier: { name: ANA.name, location: { latitude: north(meters).latitude } },
    });
    expect(result).toMatchObject([at(20), at(40)]);
    expect(result[0]?.remainingMeters).not.toEqual(result[1]?.remainingMeters);
  });

  it('is shown nothing of another moment, or of none', async () => {
    await pickedUp(world);
    await watch('order:ord_1@5');
    await move(60);
    expect(await watch('order:ord_1@6')).toMatchObject({ status: 'IN_TRANSIT' });
    expect(await watch()).toMatchObject({ status: 'IN_TRANSIT' });
  });

  it('is shown no more than their own rights allow', async () => {
    await pickedUp(world);
    expect(await watch('order:ord_1@5')).toMatchObject({ courier: { location: expect.anything() } });
    expect(await watch('order:ord_1@5', BEN)).toBeNull();
  });
});
