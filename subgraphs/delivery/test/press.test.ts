import { jest } from '@jest/globals';
import { arriveAtPickup } from '../src/commands/arrive-at-pickup.ts';
import { collect } from '../src/commands/collect.ts';
import { completeDelivery } from '../src/commands/complete-delivery.ts';
import type { Db } from '../src/db.ts';
import { sweep } from '../src/sweep.ts';
import { assigned, pickedUp } from './support/steps.ts';
import { ANA, openWorld, STRANGER } from './support/world.ts';

// A loaded machine takes its time.
jest.setTimeout(60_000);
const world = openWorld();
beforeEach(() => world.reset());
afterAll(() => world.close());

const KEY = 'courier-key-1';
const conflict = { ok: false, code: 'IDEMPOTENCY_CONFLICT', path: ['input', 'idempotencyKey'] };

describe('a button of the courier, pressed again because its answer was lost', () => {
  it.each([arriveAtPickup, collect])('moves the job once and answers the same: %p', async (button) => {
    const { id: deliveryId } = await assigned(world);
    const press = () => {
      const input = { deliveryId, idempotencyKey: KEY };
      return button === collect ? world.as(ANA).performs(collect, input) : world.as(ANA).does(arriveAtPickup, input);
    };
    const first = await press();
    expect(first).toMatchObject({ ok: true });
    const told = await world.told();
    expect(await press()).toEqual(first);
    expect(await Promise.all([press(), press()])).toEqual([first, first]);
    expect(await world.told()).toEqual(told);
  });

  it('hands over once, however many presses come at the same moment', async () => {
    const { id: deliveryId, handoverCode } = await pickedUp(world);
    const press = (code = handoverCode) =>
      world.as(ANA).performs(completeDelivery, { deliveryId, handoverCode: code, idempotencyKey: KEY });
    const answers = await Promise.all(Array.from({ length: 8 }, () => press()));
    for (const answer of answers) expect(answer).toMatchObject({ ok: true, value: { status: 'DELIVERED' } });
    expect((await world.told()).filter((type) => type === 'delivery.delivered')).toHaveLength(1);
    expect(await world.courierRow(ANA)).toMatchObject({ activeJobs: 0 });
    // The key proves who presses, not that the customer is there.
    expect(await press('000000')).toMatchObject({ ok: false, code: 'MOVE_NOT_ALLOWED' });
  });

  it.each(['arrive', 'complete'] as const)(
    'answers the same when the first press commits between its two looks: %s',
    async (move) => {
      const { id: deliveryId, handoverCode } = await (move === 'arrive' ? assigned(world) : pickedUp(world));
      const input = { deliveryId, handoverCode, idempotencyKey: KEY };
      const press = (db: Db = world.db) =>
        move === 'arrive'
          ? world.as(ANA, db).does(arriveAtPickup, input)
          : world.as(ANA, db).performs(completeDelivery, input);
      let first: unknown;
      const between = async <T>({ args, query }: { args: T; query: (args: T) => Promise<unknown> }) => {
        const read = await query(args);
        first ??= await press();
        return read;
      };
      const db = world.db.$extends({ query: { deliveryPress: { findUnique: between as never } } }) as unknown as Db;
      expect(await press(db)).toEqual(first);
      expect(first).toMatchObject({ ok: true });
    },
  );

  it('is refused without a key, or with a new one', async () => {
    const { id: deliveryId } = await assigned(world);
    await world.as(ANA).does(arriveAtPickup, { deliveryId, idempotencyKey: KEY });
    for (const idempotencyKey of [null, undefined, 'courier-key-2'])
      expect(await world.as(ANA).does(arriveAtPickup, { deliveryId, idempotencyKey })).toMatchObject({
        code: 'MOVE_NOT_ALLOWED',
      });
  });

  it('is no other button, and no other job', async () => {
    const { id: deliveryId } = await assigned(world);
    await world.as(ANA).does(arriveAtPickup, { deliveryId, idempotencyKey: KEY });
    expect(await world.as(ANA).performs(collect, { deliveryId, idempotencyKey: KEY })).toMatchObject(conflict);
    expect(await world.as(ANA).does(arriveAtPickup, { deliveryId: 'dlv_other', idempotencyKey: KEY })).toMatchObject(
      conflict,
    );
    expect(await world.job()).toMatchObject({ status: 'AT_PICKUP' });
  });

  it("is its courier's own: the key of another means nothing", async () => {
    const { id: deliveryId } = await assigned(world);
    await world.as(ANA).does(arriveAtPickup, { deliveryId, idempotencyKey: KEY });
    expect(await world.as(STRANGER).does(arriveAtPickup, { deliveryId, idempotencyKey: KEY })).toMatchObject({
      code: 'DELIVERY_NOT_FOUND',
    });
  });

  it('keeps its key to itself when it was refused, so that the right code can follow a wrong one', async () => {
    const { id: deliveryId, handoverCode } = await pickedUp(world);
    const wrong = `${(Number(handoverCode[0]) + 1) % 10}${handoverCode.slice(1)}`;
    const press = (code: string) =>
      world.as(ANA).performs(completeDelivery, { deliveryId, handoverCode: code, idempotencyKey: KEY });
    expect(await press(wrong)).toMatchObject({ code: 'WRONG_HANDOVER_CODE' });
    expect(await press(handoverCode)).toMatchObject({ value: { status: 'DELIVERED' } });
  });

  it.each(['short', 'x'.repeat(129), 'with\0nul-in-it'])('needs a usable key, not %j', async (idempotencyKey) => {
    const { id: deliveryId } = await assigned(world);
    expect(await world.as(ANA).does(arriveAtPickup, { deliveryId, idempotencyKey })).toMatchObject({
      code: 'INVALID_INPUT',
      path: ['input', 'idempotencyKey'],
    });
  });

  it('is remembered for 30 days', async () => {
    const { id: deliveryId } = await assigned(world);
    await world.as(ANA).does(arriveAtPickup, { deliveryId, idempotencyKey: KEY });
    await world.db.$executeRaw`UPDATE "DeliveryPress" SET "pressedAt" = now() - interval '29 days'`;
    await sweep(world.db);
    expect(await world.db.deliveryPress.count()).toBe(1);
    await world.db.$executeRaw`UPDATE "DeliveryPress" SET "pressedAt" = now() - interval '31 days'`;
    await sweep(world.db);
    expect(await world.db.deliveryPress.count()).toBe(0);
  });
});

it('what was called off is remembered for 30 days', async () => {
  const days = (count: number) => new Date(Date.now() - count * 86_400_000);
  await world.db.calledOff.createMany({ data: [29, 31].map((count) => ({ id: `ord_${count}`, at: days(count) })) });
  await sweep(world.db);
  expect(await world.db.calledOff.findMany({ select: { id: true } })).toEqual([{ id: 'ord_29' }]);
});
