import { openPool } from '@app/kernel/db';
import type { AnyConsumer } from '@app/kernel/events';
import { deliver } from '@app/kernel/events/deliver';
import { newId } from '@app/kernel/ids';
import { openLog } from '@app/kernel/log';
import { anonymous, type Viewer } from '@app/kernel/viewer';
import { run } from '@app/kernel/work';
import type { EventOf } from '@app/schema/events';
import { eventCatalogue } from '@app/schema/events';
import { graphql } from 'graphql';
import { type CreateRating, createRating } from '../../src/commands/create-rating.ts';
import { consumers } from '../../src/consumers/index.ts';
import { contextFor } from '../../src/context.ts';
import { connect, type Db, type Tx } from '../../src/db.ts';
import type { Delivered } from '../../src/domain/rights.ts';
import { ratingsSchema } from '../../src/subgraph.ts';

export const NOON = new Date('2026-01-01T12:00:00Z');
const log = openLog('ratings-test');
const clock = () => NOON;

/** What a test's order was: Ada's, from Bistro, brought by Kim. */
export const DELIVERED: Delivered = {
  customerId: 'usr_ada',
  orderId: 'ord_1',
  businessId: 'biz_bistro',
  courierId: 'cou_kim',
};

/** One database, the verbs a test needs to arrange and inspect it, and nothing else. */
export function openWorld({ connections = 10, patienceMs = 0 } = {}) {
  const url = `${process.env.TEST_POSTGRES_URL}/ratings_test_${process.env.JEST_WORKER_ID}`;
  const pool = openPool('ratings', url, connections);
  const db = connect(pool);
  return {
    db,
    reset: () => db.$executeRaw`TRUNCATE "RatingRight", "Rating", "RatingTotal", "OutboxEvent", "InboxEvent"`,
    async close() {
      await db.$disconnect();
      await pool.end();
    },
    /** `seller-order.delivered` arrives; the same id is the same event again. */
    hearsDelivered: (given: Partial<Delivered> = {}, id: string = newId('evt')) => {
      const payload = { ...DELIVERED, sellerOrderId: 'sel_1', ...given };
      const event = {
        ...{ id, type: 'seller-order.delivered', version: 1, subject: payload.orderId, correlationId: null },
        occurredAt: NOON,
        payload: eventCatalogue['seller-order.delivered'].payload.parse(payload),
      } as unknown as EventOf;
      const listening = consumers as readonly AnyConsumer<Tx>[];
      return Promise.all(listening.map((one) => deliver({ service: 'ratings', db, log }, one, event)));
    },
    rates: (viewer: Viewer, input: CreateRating, on: Db = db) => run({ db: on, viewer, clock }, createRating, input),
    /** Asks the schema as somebody; the answer as plain JSON, the way a caller sees it. */
    async ask(viewer: Viewer, source: string, variableValues: Record<string, unknown> = {}) {
      const contextValue = contextFor({ db, settings: { patienceMs }, clock }, viewer);
      return JSON.parse(JSON.stringify(await graphql({ schema: ratingsSchema, source, variableValues, contextValue })));
    },
    rights: () => db.ratingRight.findMany({ select: { customerId: true, subject: true, subjectId: true } }),
    totals: () => db.ratingTotal.findMany({ orderBy: [{ subject: 'asc' }, { subjectId: 'asc' }] }),
    told: () =>
      db.outboxEvent.findMany({ orderBy: { position: 'asc' }, select: { type: true, subject: true, payload: true } }),
    /** Totals that are not what the ratings come to. Empty when all is well. */
    wrongTotals: () => db.$queryRaw<object[]>`
      SELECT * FROM "RatingTotal" FULL JOIN (
        SELECT "subject", "subjectId", count(*) AS is_count, sum("score") AS is_sum FROM "Rating" GROUP BY 1, 2) AS are
        USING ("subject", "subjectId")
      WHERE "count" IS DISTINCT FROM is_count OR "sum" IS DISTINCT FROM is_sum`,
  };
}

export const customer = (id: string): Viewer => ({
  ...{ kind: 'user', id, name: id, roles: ['CUSTOMER'], businessIds: [], sessionId: null },
  caller: 'gateway',
});
export const ADA = customer('usr_ada');
export const BOB = customer('usr_bob');
export const ADMIN: Viewer = { ...customer('usr_admin'), roles: ['ADMIN'] };
export const NOBODY = anonymous('gateway');
