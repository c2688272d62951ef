import { barrier } from '@app/kernel/testing';
import { arriveAtPickup } from '../src/commands/arrive-at-pickup.ts';
import { completeDelivery } from '../src/commands/complete-delivery.ts';
import { depart } from '../src/commands/depart.ts';
import { pickUp } from '../src/commands/pick-up.ts';
import type { Db } from '../src/db.ts';
import { assigned, pickedUp } from './support/steps.ts';
import { ANA, CUSTOMER, openWorld, STRANGER } from './support/world.ts';

const world = openWorld();
beforeEach(() => world.reset());
afterAll(() => world.close());

const wrong = (code: string): string => `${(Number(code[0]) + 1) % 10}${code.slice(1)}`;
const complete = (deliveryId: string, handoverCode: string, on = world.db) =>
  world.as(ANA, on).performs(completeDelivery, { deliveryId, handoverCode });

describe('the way of a job', () => {
  it('leads from the pickup to the door, each step told once', async () => {
    const { id, handoverCode } = await assigned(world);
    const ana = world.as(ANA);
    expect(await ana.does(arriveAtPickup, { deliveryId: id })).toMatchObject({ value: { status: 'AT_PICKUP' } });
    expect(await ana.does(pickUp, { deliveryId: id })).toMatchObject({ value: { status: 'PICKED_UP' } });
    expect(await ana.does(depart, { deliveryId: id })).toMatchObject({ value: { status: 'IN_TRANSIT' } });
    expect(await complete(id, handoverCode)).toMatchObject({ value: { status: 'DELIVERED', codeAttempts: 0 } });
    const told = await world.toldRows('event');
    expect(told.map(({ type }) => type)).toEqual([
      'delivery.requested',
      'delivery.offered',
      'delivery.assigned',
      'delivery.arrived',
      'delivery.picked-up',
      'delivery.departed',
      'delivery.delivered',
    ]);
    expect(new Set(told.map(({ subject }) => subject))).toEqual(new Set([id]));
    expect(told.at(-1)?.payload).toEqual({
      deliveryId: id,
      sellerOrderId: 'sor_1',
      orderId: 'ord_1',
      businessId: 'biz_bistro',
      customerId: CUSTOMER.id,
      courierId: 'cou_ana',
    });
    expect(await world.courierRow(ANA)).toMatchObject({ activeJobs: 0, openOffers: 0 });
  });

  it('cannot be walked by anybody else, nor out of order, and nothing changes', async () => {
    const job = await assigned(world);
    const told = await world.told();
    for (const step of [arriveAtPickup, pickUp, depart])
      expect(await world.as(STRANGER).does(step, { deliveryId: job.id })).toMatchObject({ code: 'DELIVERY_NOT_FOUND' });
    expect(await world.as(ANA).does(depart, { deliveryId: job.id })).toMatchObject({ code: 'MOVE_NOT_ALLOWED' });
    expect(await complete(job.id, job.handoverCode)).toMatchObject({ code: 'MOVE_NOT_ALLOWED' });
    expect(
      await world.as(STRANGER).performs(completeDelivery, { deliveryId: job.id, handoverCode: job.handoverCode }),
    ).toMatchObject({ code: 'DELIVERY_NOT_FOUND' });
    expect(await world.job()).toEqual(job);
    expect(await world.told()).toEqual(told);
  });

  it('frees a hand at its end, and a job that waited for one is offered at once', async () => {
    const { id, handoverCode } = await pickedUp(world);
    await world.db.courier.updateMany({ data: { activeJobs: 3 } });
    expect(await world.request('sor_2', 'ord_2')).toMatchObject({ status: 'PENDING' });
    await world.pass(0);
    expect(await world.job('sor_2')).toMatchObject({ status: 'PENDING' });
    await complete(id, handoverCode);
    await world.pass(0);
    expect(await world.job('sor_2')).toMatchObject({ status: 'OFFERED' });
  });

  it('does not end by a cancellation once the courier has it', async () => {
    await pickedUp(world);
    await world.tell('order.cancelled', 'ord_1', { orderId: 'ord_1', customerId: 'x', reason: 'X', paid: true });
    expect(await world.job()).toMatchObject({ status: 'PICKED_UP' });
  });
});

describe('the handover code', () => {
  it('that is wrong is refused and counted', async () => {
    const { id, handoverCode } = await pickedUp(world);
    expect(await complete(id, wrong(handoverCode))).toMatchObject({
      code: 'WRONG_HANDOVER_CODE',
      path: ['input', 'handoverCode'],
    });
    expect(await world.job()).toMatchObject({ status: 'PICKED_UP', codeAttempts: 1 });
    expect(await complete(id, ` ${handoverCode} `)).toMatchObject({ ok: true, value: { codeAttempts: 1 } });
  });

  it('is no longer looked at after five wrong ones, not even the right one', async () => {
    const { id, handoverCode } = await pickedUp(world);
    for (let guess = 0; guess < 5; guess++)
      expect(await complete(id, wrong(handoverCode))).toMatchObject({ code: 'WRONG_HANDOVER_CODE' });
    expect(await complete(id, handoverCode)).toMatchObject({ code: 'TOO_MANY_ATTEMPTS' });
    expect(await world.job()).toMatchObject({ status: 'PICKED_UP', codeAttempts: 5 });
  });

  it('cannot be guessed more often by guessing all at once', async () => {
    const { id, handoverCode } = await pickedUp(world);
    const allHaveRead = barrier(8);
    const db = world.db.$extends({
      query: {
        delivery: {
          async findUnique({ args, query }) {
            const row = await query(args);
            await allHaveRead();
            return row;
          },
        },
      },
    }) as unknown as Db;
    const guesses = Array.from({ length: 8 }, () => complete(id, wrong(handoverCode), db));
    const codes = (await Promise.all(guesses)).map((answer) => (answer.ok ? 'ok' : answer.code));
    expect(codes.sort()).toEqual([...Array(3).fill('TOO_MANY_ATTEMPTS'), ...Array(5).fill('WRONG_HANDOVER_CODE')]);
    expect(await world.job()).toMatchObject({ codeAttempts: 5 });
  });

  it('given twice at the same moment delivers once', async () => {
    const { id, handoverCode } = await pickedUp(world);
    const answers = await Promise.all([complete(id, handoverCode), complete(id, handoverCode)]);
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    expect((await world.told()).filter((type) => type === 'delivery.delivered')).toHaveLength(1);
    expect(await world.courierRow(ANA)).toMatchObject({ activeJobs: 0 });
  });
});
