import { openPool } from '@app/kernel/db';
import type { AnyConsumer, Consumer } from '@app/kernel/events';
import { runDue } from '@app/kernel/events/deadlines';
import { deliver } from '@app/kernel/events/deliver';
import { newId } from '@app/kernel/ids';
import { openLog } from '@app/kernel/log';
import { openDirect } from '@app/kernel/sql';
import { anonymous, system, type Viewer } from '@app/kernel/viewer';
import { run } from '@app/kernel/work';
import type { EventInput, EventOf, EventType } from '@app/schema/events';
import { eventCatalogue } from '@app/schema/events';
import { graphql } from 'graphql';
import { holdStock } from '../../src/commands/hold-stock.ts';
import { consumers } from '../../src/consumers/index.ts';
import { contextFor, type StockCommand } from '../../src/context.ts';
import { connect, type Db, type Tx } from '../../src/db.ts';
import { EXPIRE_HOLD } from '../../src/domain/hold.lifecycle.ts';
import type { Line } from '../../src/domain/stock.ts';
import { hold } from '../../src/flows/hold.ts';
import { inventorySchema } from '../../src/subgraph.ts';
import { timers } from '../../src/timers/index.ts';
import { inspect } from './inspect.ts';

export const NOON = new Date('2026-01-01T12:00:00Z');
export const TERMS = { seconds: 1_800, graceSeconds: 60, promisesPerCustomer: 5, unitsPerCustomer: 1_000 };
const log = openLog('inventory-test');

/** One database, the verbs a test needs to arrange and inspect it, and nothing else. */
export function openWorld({ connections = 10 } = {}) {
  const url = `${process.env.TEST_POSTGRES_URL}/inventory_test_${process.env.JEST_WORKER_ID}`;
  const pool = openPool('inventory', url, connections);
  const db = connect(pool);
  const direct = openDirect(pool);
  let now = NOON;
  const clock = () => now;

  /** An event as it arrives; the same id is the same event again. */
  const hears = async <T extends EventType>(type: T, payload: EventInput<T>, id: string = newId('evt')) => {
    const event = {
      ...{ id, type, version: 1, subject: 'any', occurredAt: now, correlationId: null },
      payload: eventCatalogue[type].payload.parse(payload),
    } as unknown as EventOf;
    const listening = (consumers as readonly AnyConsumer<Tx>[]).filter((one) => one.on === type);
    return Promise.all(listening.map((one) => deliver({ service: 'inventory', db, direct, log }, one, event)));
  };

  const as = (viewer: Viewer, on: Db = db) => ({
    does: <I, T, C extends string>(command: StockCommand<I, T, C>, input: I) =>
      run({ db: on, viewer, clock }, command, input),
  });

  return {
    ...inspect(db),
    db,
    direct,
    pool,
    clock,
    as,
    hears,
    async reset() {
      now = NOON;
      await db.$transaction([
        // The movement log refuses to be emptied; only a superuser may look away.
        db.$executeRaw`SET LOCAL session_replication_role = replica`,
        db.$executeRaw`TRUNCATE "StockItem", "StockLocation", "StockLevel", "StockMovement", "Hold", "HoldLine", "IdempotencyKey", "OutboxEvent", "InboxEvent", "Deadline"`,
      ]);
    },
    async close() {
      await db.$disconnect();
      await pool.end();
    },
    later(ms: number) {
      now = new Date(now.getTime() + ms);
    },
    /** An item on Bistro's menu with this many on hand; null: not tracked. Its story so far is not told. */
    async item(itemId: string, initialStock: number | null, businessId = 'biz_bistro') {
      const item = { itemId, businessId, name: itemId, priceMinor: 100n, currency: 'EUR', initialStock };
      await hears('item.created', item);
      await db.outboxEvent.deleteMany();
    },
    /** More places of Bistro's, with so many of an item in each. */
    async places(units: Record<string, number>, itemId: string, businessId = 'biz_bistro') {
      for (const [id, onHand] of Object.entries(units)) {
        await db.stockLocation.create({ data: { id, businessId, name: id, position: 1, createdAt: now } });
        await db.stockLevel.create({ data: { itemId, locationId: id, businessId, onHand } });
        const log = { kind: 'ADJUSTED', delta: onHand, reason: 'arranged', actor: 'test', at: now } as const;
        await db.stockMovement.create({ data: { itemId, locationId: id, ...log } });
      }
    },
    /** An order of a customer of its own asks, unless `by` says whose it is. `on`: with everything locked, on this. */
    holds: (
      orderId: string,
      lines: readonly Line[],
      { on, by = `usr_of_${orderId}`, insteadOf }: { on?: Db; by?: string; insteadOf?: string } = {},
    ) => {
      const asked = { wish: { orderId, customerId: by, lines, insteadOf }, terms: TERMS };
      return on ? as(ORDERS, on).does(holdStock, asked) : hold({ db, direct, viewer: ORDERS, clock }, asked);
    },
    confirms: (orderId: string) => hears('order.confirmed', { orderId, customerId: 'usr_ada' }),
    cancels: (orderId: string, itemIds: readonly string[]) =>
      hears('seller-order.cancelled', {
        ...{ orderId, sellerOrderId: 'sel_1', businessId: 'biz_bistro', customerId: 'usr_ada', reason: 'closed' },
        ...{ refundMinor: 0n, currency: 'EUR' },
        lines: itemIds.map((itemId) => ({ itemId, quantity: 1, unitMinor: 100n })),
      }),
    /** The promise's deadline passes, whatever the clock says. */
    expires: (orderId: string) => {
      const [expiry] = timers;
      const due = { kind: EXPIRE_HOLD, subject: orderId, dueAt: now, payload: {} };
      return as(system('inventory')).does(async (work) => {
        await expiry?.handle(work, due);
        return { ok: true, value: null };
      }, null);
    },
    /** Whatever is due by the database's clock, the way the running service does it. */
    deadlinesPass: () => runDue({ service: 'inventory', db, pool, log, timers }),
    /** Asks the schema as somebody; the answer as plain JSON, the way a caller sees it. */
    async ask(viewer: Viewer, source: string, variableValues: Record<string, unknown> = {}) {
      const contextValue = contextFor({ db, direct, terms: TERMS, log, clock }, viewer);
      return JSON.parse(
        JSON.stringify(await graphql({ schema: inventorySchema, source, variableValues, contextValue })),
      );
    },
  };
}

/** The orders subgraph on behalf of a customer. */
export const ORDERS: Viewer = {
  ...{ kind: 'user', id: 'usr_ada', name: 'Ada', roles: ['CUSTOMER'], businessIds: [], sessionId: null },
  caller: 'orders',
};
export const ADA: Viewer = { ...ORDERS, caller: 'gateway' };
export const BEN: Viewer = { ...ADA, id: 'usr_ben', roles: ['BUSINESS'], businessIds: ['biz_bistro'] };
export const EVE: Viewer = { ...ADA, id: 'usr_eve', roles: ['BUSINESS'], businessIds: ['biz_other'] };
export const ADMIN: Viewer = { ...ADA, id: 'usr_admin', roles: ['ADMIN'] };
export const NOBODY = anonymous('gateway');

/** The names under which a consumer is known, for the test that pins them. */
export const namesOf = (list: readonly Pick<Consumer, 'name' | 'on'>[]) => list.map(({ name, on }) => [name, on]);
