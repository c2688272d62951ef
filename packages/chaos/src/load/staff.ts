import type { Databases } from '@app/stack/databases';
import pg from 'pg';
import type { Random } from '../random.ts';
import type { Client } from './client.ts';
import { freshKey, ITEMS } from './customer.ts';
import type { Journal } from './journal.ts';
import { operations } from './operations.ts';

/** Somebody who works for the shop. What is to be done is read from the databases; it is done through the gateway. */
export interface Staff {
  readonly client: Client;
  readonly random: Random;
  readonly journal: Journal;
  readonly databases: Databases;
}

const pools = new Map<string, pg.Pool>();

/** Reads over one connection for each database, which is killed now and then. */
async function read<Row extends pg.QueryResultRow>(url: string, sql: string): Promise<Row[]> {
  const pool = pools.get(url) ?? openReading(url);
  return (await pool.query<Row>(sql)).rows;
}

function openReading(url: string): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: 1,
    connectionTimeoutMillis: 2_000,
    query_timeout: 5_000,
    idleTimeoutMillis: 5_000,
    allowExitOnIdle: true,
  });
  pool.on('error', () => undefined);
  pools.set(url, pool);
  return pool;
}

/** What a kitchen or a courier has in hand at once. */
const HANDS = 8;

const NEXT = {
  PLACED: ['Accept', 'CONFIRMED'],
  CONFIRMED: ['Prepare', 'PREPARING'],
  PREPARING: ['Ready', 'READY'],
} as const;

/** The kitchen takes some parts a step further, and turns some away. */
export async function cook({ client, random, journal, databases }: Staff): Promise<void> {
  const parts = await read<{ id: string; status: keyof typeof NEXT }>(
    databases.orders,
    `SELECT "id", "status" FROM "SellerOrder" WHERE "releasedAt" IS NOT NULL
     AND "status" IN ('PLACED', 'CONFIRMED', 'PREPARING') ORDER BY random() LIMIT ${HANDS}`,
  );
  await Promise.all(
    parts.map(async ({ id, status }) => {
      if (status === 'PLACED' && random.chance(0.3)) return;
      const turnedAway = status !== 'PREPARING' && random.chance(0.1);
      const [move, to] = turnedAway ? (['Reject', 'CANCELLED'] as const) : NEXT[status];
      const { sellerOrder } = await operations.kitchen(client, move, id);
      if (sellerOrder) journal.moved.push({ sellerOrderId: id, to });
    }),
  );
}

/** The courier takes what is offered and carries what they have one step further. */
export async function carry({ client, random, journal, databases }: Staff): Promise<void> {
  if (random.chance(0.2)) await operations.goOnline(client);
  const offers = await read<{ id: string }>(
    databases.delivery,
    `SELECT "id" FROM "DeliveryOffer" WHERE "state" = 'OPEN' AND "expiresAt" > now() LIMIT ${HANDS}`,
  );
  await Promise.all(offers.map(({ id }) => operations.acceptOffer(client, id)));
  const jobs = await read<{ id: string; status: string; handoverCode: string }>(
    databases.delivery,
    `SELECT "id", "status", "handoverCode" FROM "Delivery"
     WHERE "status" IN ('ASSIGNED', 'AT_PICKUP', 'PICKED_UP', 'IN_TRANSIT') ORDER BY random() LIMIT ${HANDS}`,
  );
  await Promise.all(
    jobs.map(async ({ id, status, handoverCode }) => {
      if (status === 'ASSIGNED') await operations.courierStep(client, 'Arrive', id);
      else if (status === 'AT_PICKUP') await operations.courierStep(client, 'PickUp', id);
      else {
        const { delivery } = await operations.handOver(client, id, handoverCode);
        if (delivery?.status === 'DELIVERED') journal.delivered.add(id);
      }
    }),
  );
}

/** The back office gives money back: a part or all of it, asked for three times at once under one key. */
export async function refund({ client, random, journal, databases }: Staff): Promise<void> {
  const [payment] = await read<{ id: string }>(
    databases.payments,
    `SELECT "id" FROM "Payment" WHERE "status" IN ('PAID', 'PARTIALLY_REFUNDED') AND "orderId" IS NOT NULL
     ORDER BY random() LIMIT 1`,
  );
  if (!payment) return;
  const idempotencyKey = freshKey();
  const amount = random.chance(0.5) ? '1.00' : null;
  const input = { paymentId: payment.id, idempotencyKey, ...(amount && { amount }) };
  const answers = await Promise.all([1, 2, 3].map(() => operations.refund(client, input)));
  if (answers.some((answer) => answer.payment)) journal.refunded.set(idempotencyKey, payment.id);
}

/** The storekeeper brings some of what is nearly gone, for so many customers, or takes some away that may not be there. */
export async function restock({ client, random, journal }: Staff, customers: number): Promise<void> {
  const itemId = random.pick(ITEMS.filter((item) => item !== 'itm_demo_soup'));
  const idempotencyKey = freshKey();
  const delta = random.chance(0.8) ? random.between(1, Math.max(8, customers)) : -random.between(1, 3);
  journal.adjustmentsTried.add(idempotencyKey);
  const { stock } = await operations.adjustStock(client, { itemId, delta, reason: idempotencyKey, idempotencyKey });
  if (stock) journal.adjusted.set(idempotencyKey, { itemId, delta });
}
