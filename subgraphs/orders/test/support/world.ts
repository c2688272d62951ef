import { randomBytes } from 'node:crypto';
import { openPool } from '@app/kernel/db';
import { openLog } from '@app/kernel/log';
import { openDirect } from '@app/kernel/sql';
import { barrier } from '@app/kernel/testing';
import { system, type Viewer } from '@app/kernel/viewer';
import { run, transact } from '@app/kernel/work';
import type { EventInput, EventType } from '@app/schema/events';
import { graphql } from 'graphql';
import { consumersOf } from '../../src/consumers/index.ts';
import { contextFor, type OrderCommand, type OrderWork } from '../../src/context.ts';
import { connect, type Db } from '../../src/db.ts';
import { addItem } from '../../src/flows/add-item.ts';
import { checkout } from '../../src/flows/checkout.ts';
import { ordersSchema } from '../../src/subgraph.ts';
import { timersOf } from '../../src/timers/index.ts';
import { openTown } from './town.ts';

export const NOON = new Date('2026-01-01T12:00:00Z');

process.env.ORDERS_FIELD_KEYS ??= `test:${randomBytes(32).toString('base64')}`;

const user = (id: string, role: string, businessIds: string[] = []): Viewer => ({
  kind: 'user',
  id,
  name: id,
  roles: [role],
  businessIds,
  sessionId: 'ses_1',
  caller: 'gateway',
});
export const ADA = user('usr_ada', 'CUSTOMER');
export const BOB = user('usr_bob', 'CUSTOMER');
export const BISTRO = user('usr_bistro', 'BUSINESS', ['biz_bistro']);
export const PIZZA = user('usr_pizza', 'BUSINESS', ['biz_pizza']);
export const COURIER = user('usr_courier', 'COURIER');
export const ADMIN = user('usr_admin', 'ADMIN');
export const SYSTEM = system('orders');

type Wish = Partial<Parameters<typeof checkout>[1]>;

/** One database, the verbs a test needs to arrange and inspect it, and nothing else. */
export function openWorld() {
  const pool = openPool('orders', `${process.env.TEST_POSTGRES_URL}/orders_test_${process.env.JEST_WORKER_ID}`, 20);
  const db = connect(pool);
  const log = openLog('orders-test');
  log.level = 'silent';
  const warned: object[] = [];
  log.warn = ((fields: object) => void warned.push(fields)) as typeof log.warn;
  let town = openTown();
  let keys = 0;

  const flow = (viewer: Viewer) => contextFor({ db, direct: openDirect(pool), peers: town.peers, log }, viewer);
  const transacting = <R>(body: (work: OrderWork) => Promise<R>, on: Db = db) =>
    transact({ db: on, viewer: SYSTEM }, body);

  const world = {
    db,
    pool,
    flow,
    transacting,
    /** What was written to the log for somebody to look at. */
    warned,
    get town() {
      return town;
    },
    async reset() {
      town = openTown();
      warned.length = 0;
      await db.$executeRaw`TRUNCATE "Cart", "CartLine", "Checkout", "CancelRequest", "Order", "SellerOrder", "OrderItem",
        "OrderHistory", "OrderStep", "OutboxEvent", "InboxEvent", "Deadline" CASCADE`;
    },
    async close() {
      await db.$disconnect();
      await pool.end();
    },
    newKey: () => `key-${String(++keys).padStart(8, '0')}`,
    /** Asks the schema as somebody; the answer as plain JSON, the way a caller sees it. */
    async ask(viewer: Viewer, source: string, variableValues: Record<string, unknown> = {}) {
      const result = await graphql({ schema: ordersSchema, source, variableValues, contextValue: flow(viewer) });
      return JSON.parse(JSON.stringify(result)) as { data: Record<string, never>; errors?: { extensions: object }[] };
    },
    as: (viewer: Viewer, on: Db = db) => ({
      does: <I, T, C extends string>(command: OrderCommand<I, T, C>, input: I) =>
        run({ db: on, viewer }, command, input),
      adds: (itemId: string, quantity = 1) => addItem(flow(viewer), { itemId, quantity }),
      checksOut: (wish: Wish = {}) =>
        checkout(flow(viewer), {
          addressId: 'adr_home',
          paymentMethod: 'ONLINE',
          idempotencyKey: world.newKey(),
          ...wish,
        }),
    }),
    /** Ada's order of these items, placed but not paid unless its method says otherwise. */
    async order(items: Record<string, number>, wish: Wish = {}) {
      for (const [itemId, quantity] of Object.entries(items)) await world.as(ADA).adds(itemId, quantity);
      const answer = await world.as(ADA).checksOut(wish);
      if (!answer.ok) throw new Error(`${answer.code}: ${answer.message}`);
      return world.orderRow(answer.value.orderId);
    },
    orderRow: (id: string) =>
      db.order.findUniqueOrThrow({ where: { id }, include: { parts: { orderBy: { id: 'asc' } } } }),
    /** Every consumer of this event, each in a transaction of its own. */
    async hears<T extends EventType>(type: T, payload: EventInput<T>, on: Db = db) {
      const event = {
        id: `evt_${keys++}`,
        type,
        version: 1,
        subject: 's',
        occurredAt: NOON,
        correlationId: null,
        payload,
      };
      for (const consumer of consumersOf(log)) {
        if (!([consumer.on].flat() as string[]).includes(type)) continue;
        const handle = consumer.handle as (work: OrderWork, payload: unknown, event: unknown) => Promise<unknown>;
        await transacting((work) => handle(work, payload, event), on);
      }
    },
    /** The money for this order arrives. */
    async paid(orderId: string, on: Db = db) {
      const { totalMinor, currency, paymentMethod } = await db.order.findUniqueOrThrow({ where: { id: orderId } });
      const payment = { paymentId: 'pay_1', orderId, customerId: ADA.id, method: paymentMethod };
      await world.hears('payment.captured', { ...payment, amountMinor: totalMinor, currency }, on);
    },
    /** A deadline of this kind passes. */
    async passes(kind: string, subject: string) {
      const due = { kind, subject, dueAt: new Date(), payload: {} };
      const timer = timersOf(flow(SYSTEM)).find((one) => one.kind === kind);
      if (!timer) throw new Error(`Nothing happens at ${kind}.`);
      if ('perform' in timer) await timer.perform(due);
      else await transacting((work) => timer.handle(work, due));
    },
    /** What was told since the beginning: the facts, by type. */
    async told() {
      const where = { channel: 'event' };
      const rows = await db.outboxEvent.findMany({ where, orderBy: { position: 'asc' } });
      return rows.map(({ type, payload }) => ({ type, payload: payload as Record<string, unknown> }));
    },
    toldTypes: async () => (await world.told()).map(({ type }) => type),
    announced: async (topic: string) =>
      (await db.outboxEvent.findMany({ where: { channel: 'live', type: topic }, orderBy: { position: 'asc' } })).map(
        ({ payload }) => payload,
      ),
    deadlines: async () =>
      (await db.deadline.findMany({ orderBy: [{ kind: 'asc' }, { subject: 'asc' }] })).map(
        ({ kind, subject }) => `${kind} ${subject}`,
      ),
    /** A database where two readers of an order's parts wait for each other (or, when a lock keeps one out, a moment). */
    collide(): Db {
      const bothHaveRead = barrier(2);
      const moment = () => new Promise((resolve) => setTimeout(resolve, 150));
      return db.$extends({
        query: {
          async $allOperations({ args, query }) {
            const answer = await query(args);
            // The statement that reads an order's parts.
            if (JSON.stringify(args).includes('FROM \\"SellerOrder\\" WHERE \\"orderId\\" ='))
              await Promise.race([bothHaveRead(), moment()]);
            return answer;
          },
        },
      }) as unknown as Db;
    },
    /** The steps of an order as `1 STATUS`. */
    steps: async (orderId: string) =>
      (await db.orderStep.findMany({ where: { orderId }, orderBy: { sequence: 'asc' } })).map(
        ({ sequence, kind }) => `${sequence} ${kind}`,
      ),
    /** The history of an order as `PENDING CUSTOMER`. */
    history: async (orderId: string) =>
      (await db.orderHistory.findMany({ where: { orderId }, orderBy: { id: 'asc' } })).map(
        ({ sellerOrderId, toStatus, actorRole, reason }) =>
          [sellerOrderId ? `part ${toStatus}` : toStatus, actorRole ?? 'SYSTEM', reason].filter(Boolean).join(' '),
      ),
    forget: () => db.outboxEvent.deleteMany(),
  };
  return world;
}
