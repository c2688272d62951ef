import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fieldKeys, openCipher } from '@app/kernel/cipher';
import { resealTable } from '@app/kernel/sealed-fields';
import type { Viewer } from '@app/kernel/viewer';
import { acceptSellerOrder } from '../src/commands/move-seller-order.ts';
import { resealPersonal } from '../src/personal.ts';
import { keptPlan, readPlan } from '../src/plan.shape.ts';
import { ADA, ADMIN, BISTRO, BOB, COURIER, openWorld } from './support/world.ts';

const world = openWorld();
beforeEach(() => world.reset());
afterAll(() => world.close());

const HOME = { name: 'Ada', phone: null, line1: 'Main street 1', line2: null, city: 'Berlin', postalCode: '10115' };
const ORDER = '{ name phone line1 line2 city postalCode location { latitude longitude } }';

const shownTo = async (viewer: Viewer, orderId: string) => {
  const query = `query ($id: ID!) { order(id: $id) { deliverTo ${ORDER} } }`;
  const { data } = await world.ask(viewer, query, { id: orderId });
  return (data as unknown as { order: { deliverTo: object | null } | null }).order;
};
const kept = async () => (await world.pool.query('SELECT "id", "recipient" FROM "Order"')).rows[0];

describe('who gets an order', () => {
  it('is told to its customer, the back office, and its courier while they carry it', async () => {
    const order = await world.order({ itm_soup: 2 }, { paymentMethod: 'CASH' });
    const deliverTo = { ...HOME, location: { latitude: 52.51, longitude: 13.39 } };
    const shown = () => Promise.all([ADA, ADMIN, BISTRO, COURIER, BOB].map((viewer) => shownTo(viewer, order.id)));
    expect(await shown()).toEqual([{ deliverTo }, { deliverTo }, { deliverTo: null }, null, null]);
    const job = {
      deliveryId: 'dlv_1',
      sellerOrderId: order.parts[0]?.id ?? '',
      orderId: order.id,
      businessId: 'biz_bistro',
      customerId: ADA.kind === 'user' ? ADA.id : '',
      courierId: 'cou_1',
    };
    await world.as(BISTRO).does(acceptSellerOrder, { sellerOrderId: job.sellerOrderId });
    await world.hears('delivery.assigned', { ...job, courierUserId: 'usr_courier' });
    expect(await shownTo(COURIER, order.id)).toEqual({ deliverTo });
    await world.hears('delivery.delivered', job);
    expect(await shownTo(COURIER, order.id)).toBeNull();
  });

  it('is the contact of the address, where it names one', async () => {
    Object.assign(world.town.addresses[0] ?? {}, { contactName: 'Grace', contactPhone: '+49 30 1' });
    const { id } = await world.order({ itm_soup: 1 }, { paymentMethod: 'CASH' });
    expect(await shownTo(ADA, id)).toMatchObject({ deliverTo: { name: 'Grace', phone: '+49 30 1' } });
  });

  it('is sealed in the database, also in the plan of a checkout', async () => {
    await world.order({ itm_soup: 2 });
    const tables = ['Order', 'Checkout', 'OutboxEvent', 'SellerOrder'];
    const rows = await Promise.all(tables.map((table) => world.pool.query(`SELECT * FROM "${table}"`)));
    expect(rows.every(({ rowCount }) => Number(rowCount) > 0)).toBe(true);
    expect(JSON.stringify(rows.map((result) => result.rows))).not.toMatch(/Main street|10115/);
    expect((await kept()).recipient).toMatch(/^sealed:test:/);
  });

  it('is opened for its own order only', async () => {
    const { id } = await world.order({ itm_soup: 2 });
    const { plan } = (await world.db.checkout.findFirst({ where: { orderId: id } })) ?? {};
    const read = readPlan(id, plan);
    expect(read.recipient).toMatchObject(HOME);
    expect(readPlan(id, JSON.parse(keptPlan(id, read)))).toEqual(read);
    expect(() => readPlan('ord_other', plan)).toThrow('cannot be opened');
  });

  it('is sealed anew after a rotation', async () => {
    const { id } = await world.order({ itm_soup: 2 });
    const keys = `new:${randomBytes(32).toString('base64')},${process.env.ORDERS_FIELD_KEYS}`;
    const rotated = openCipher(fieldKeys.parse(keys));
    const fields = { table: 'Order', columns: ['recipient'] } as const;
    expect([await resealTable(world.pool, rotated, fields), await resealTable(world.pool, rotated, fields)]).toEqual([
      1, 0,
    ]);
    expect(JSON.parse(rotated.open((await kept()).recipient, `Order.recipient:${id}`))).toMatchObject(HOME);
  });
});

describe('orders from before recipients were sealed', () => {
  const migration = readFileSync(
    new URL('../../../prisma/orders/migrations/0004_recipient/migration.sql', import.meta.url),
    'utf8',
  );

  it('keep theirs, and are sealed by the next start, once', async () => {
    const { id } = await world.order({ itm_soup: 2 });
    const client = await world.pool.connect();
    try {
      await client.query('BEGIN');
      await client.query(`ALTER TABLE "Order" DROP COLUMN "recipient", ADD "customerName" TEXT, ADD "customerPhone" TEXT,
        ADD "address" JSONB`);
      await client.query(`UPDATE "Order" SET "customerName" = 'Ada', "customerPhone" = '+49 30 2',
        "address" = '{"line1": "Old street 5", "city": "Berlin", "country": "DE", "postalCode": "10178", "contactName": "Carla"}'`);
      await client.query(`UPDATE "Checkout" SET "state" = 'STARTED', "plan" = ("plan" - 'recipient')
        || '{"customer": {"name": "Ada", "phone": null}, "address": {"line1": "Old street 5", "country": "DE"}}'`);
      await client.query(migration);
      await client.query('COMMIT');
    } finally {
      await client.query('ROLLBACK');
      client.release();
    }
    const old = { name: 'Carla', phone: '+49 30 2', line1: 'Old street 5', line2: null, city: 'Berlin' };
    expect(await shownTo(ADA, id)).toMatchObject({ deliverTo: old });
    expect([await resealPersonal(world.pool), await resealPersonal(world.pool)]).toEqual([1, 0]);
    expect((await kept()).recipient).toMatch(/^sealed:/);
    expect(await shownTo(ADA, id)).toMatchObject({ deliverTo: old });
    const { plan } = (await world.db.checkout.findFirst({ where: { orderId: id } })) ?? {};
    expect(readPlan(id, plan).recipient).toMatchObject({ name: 'Ada', line1: 'Old street 5', city: '' });
  });
});
