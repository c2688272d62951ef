import { openPool } from '@app/kernel/db';
import { runDue } from '@app/kernel/events/deadlines';
import { deliver } from '@app/kernel/events/deliver';
import { openLog } from '@app/kernel/log';
import { openMoments } from '@app/kernel/moments';
import type { Peers } from '@app/kernel/peers';
import { anonymous, type Viewer } from '@app/kernel/viewer';
import { run, transact } from '@app/kernel/work';
import type { EventInput, EventOf } from '@app/schema/events';
import { graphql } from 'graphql';
import { Redis } from 'ioredis';
import { consumersOf } from '../../src/consumers/index.ts';
import { contextFor, type DeliveryCommand, type DeliveryWork, type Operation, type Parts } from '../../src/context.ts';
import { type CourierRow, connect, type Db, type DeliveryRow, type OfferRow } from '../../src/db.ts';
import { readSettings, type Settings } from '../../src/env.ts';
import { kitchensOf } from '../../src/kitchens.ts';
import { openPositions } from '../../src/positions.ts';
import { deliverySchema } from '../../src/subgraph.ts';
import { timersOf } from '../../src/timers/index.ts';
import { openTrail } from '../../src/trail.ts';

const worker = Number(process.env.JEST_WORKER_ID ?? 1);
const POSTGRES = `${process.env.TEST_POSTGRES_URL ?? 'postgres://postgres@127.0.0.1:54329'}/delivery_test_${worker}`;
/** A numbered Redis database of our own, so that forgetting everything forgets nothing of the others. */
const REDIS = `${process.env.TEST_REDIS_URL ?? 'redis://127.0.0.1:63799'}/${9 + (worker % 6)}`;

export const BISTRO = { latitude: 52.52, longitude: 13.405 };
export const HOME = { latitude: 52.53, longitude: 13.42 };
/** About so many metres north of the bistro. */
export const north = (meters: number) => ({
  latitude: BISTRO.latitude + meters / 111_195,
  longitude: BISTRO.longitude,
});

const user = (id: string, roles: string[], businessIds: string[] = []): Viewer => ({
  ...anonymous('gateway'),
  kind: 'user',
  id,
  name: `${id.replace('usr_', '')} by name`,
  roles,
  businessIds,
});
export const CUSTOMER = user('usr_customer', ['CUSTOMER']);
export const KITCHEN = user('usr_kitchen', ['BUSINESS'], ['biz_bistro']);
export const ADMIN = user('usr_admin', ['ADMIN']);
export const STRANGER = user('usr_stranger', ['CUSTOMER', 'BUSINESS', 'COURIER'], ['biz_other']);
export const ANA = user('usr_ana', ['COURIER']);
export const BEN = user('usr_ben', ['COURIER']);
export const NOBODY = anonymous('gateway');

let events = 0;

/** One database, one Redis, and the verbs a test needs to arrange and inspect them. */
export function openWorld(given: Partial<Settings> = {}) {
  const pool = openPool('delivery', POSTGRES);
  const db = connect(pool);
  const redis = new Redis(REDIS, { lazyConnect: false });
  const settings = { ...readSettings(), ...given };
  const dispatch = { settings, positions: openPositions(redis) };
  const consumers = consumersOf(dispatch);
  const log = openLog('delivery');
  const trail = openTrail(db, log, settings.trailDays);
  /** Seller orders that orders has called off, or cannot answer for. */
  const kitchens = { calledOff: new Set<string>(), asked: [] as string[], beforeAnswer: async () => {} };
  const peers: Peers = {
    async call<Data>(_target: string, _query: string, { sellerOrderId }: Record<string, unknown>) {
      kitchens.asked.push(String(sellerOrderId));
      await kitchens.beforeAnswer();
      return { sellerOrderHandOver: !kitchens.calledOff.has(String(sellerOrderId)) } as Data;
    },
  };
  const moments = openMoments();
  const partsOf = (viewer: Viewer, on: Db = db, moment?: string): Parts => ({
    ...dispatch,
    kitchens: kitchensOf(peers, viewer),
    db: on,
    trail,
    viewer,
    clock: () => new Date(),
    recalling: (kind, read) => moments.recalling(moment, kind, read),
  });

  const tell = <T extends EventOf['type']>(
    type: T,
    subject: string,
    payload: EventInput<T>,
    id = `evt_${++events}`,
  ) => {
    const consumer = consumers.find(({ on }) => on === type);
    if (!consumer) throw new Error(`Nobody listens to ${type}.`);
    const event = { id, type, version: 1, subject, occurredAt: new Date(), correlationId: null, payload };
    return deliver({ service: 'delivery', db, log }, consumer, event as never);
  };
  const accepted = (sellerOrderId: string, orderId = 'ord_1'): EventInput<'seller-order.accepted'> => ({
    sellerOrderId,
    orderId,
    businessId: 'biz_bistro',
    customerId: CUSTOMER.id,
    number: 'D-1',
    businessName: 'Bistro',
    pickup: BISTRO,
    dropoff: HOME,
    notes: null,
  });
  const job = (sellerOrderId = 'sor_1'): Promise<DeliveryRow> =>
    db.delivery.findUniqueOrThrow({ where: { sellerOrderId } });

  return {
    db,
    pool,
    redis,
    dispatch,
    trail,
    log,
    kitchens,
    partsOf,
    tell,
    accepted,
    job,
    async reset() {
      await db.$executeRaw`TRUNCATE "CalledOff", "Courier", "CourierTrail", "Delivery", "DeliveryOffer", "DeliveryPress", "OutboxEvent", "InboxEvent", "Deadline"`;
      await redis.flushdb();
    },
    async close() {
      redis.disconnect();
      await db.$disconnect();
      await pool.end();
    },
    as: (viewer: Viewer, on: Db = db, moment?: string) => ({
      does: <I, T, C extends string>(command: DeliveryCommand<I, T, C>, input: I) =>
        run({ db: on, viewer }, command, input),
      performs: <I, T, C extends string>(operation: Operation<I, T, C>, input: I) =>
        operation(partsOf(viewer, on), input),
      asks: (source: string, variableValues: Record<string, unknown> = {}) =>
        graphql({
          schema: deliverySchema,
          source,
          variableValues,
          contextValue: contextFor(partsOf(viewer, on, moment)),
        }),
    }),
    inOneGo: <T>(body: (work: DeliveryWork) => Promise<T>, on: Db = db) => transact({ db: on, viewer: ADMIN }, body),
    courier: (viewer: Viewer, set: Partial<CourierRow> = {}) =>
      db.courier.create({
        data: {
          id: viewer.id.replace('usr', 'cou'),
          userId: viewer.id,
          name: viewer.name,
          online: true,
          lastLatitude: BISTRO.latitude,
          lastLongitude: BISTRO.longitude,
          lastSeenAt: new Date(),
          createdAt: new Date(),
          ...set,
        },
      }),
    /** A seller order of the customer at the bistro is accepted. */
    async request(sellerOrderId = 'sor_1', orderId = 'ord_1') {
      await tell('seller-order.accepted', orderId, accepted(sellerOrderId, orderId));
      return job(sellerOrderId);
    },
    openOffer: (deliveryId: string): Promise<OfferRow | null> =>
      db.deliveryOffer.findFirst({ where: { deliveryId, state: 'OPEN' } }),
    courierRow: (viewer: Viewer) => db.courier.findUniqueOrThrow({ where: { userId: viewer.id } }),
    /** So much time goes by, and what became due in it is done. */
    async pass(seconds: number) {
      await db.$executeRaw`UPDATE "Deadline" SET "dueAt" = "dueAt" - make_interval(secs => ${seconds})`;
      await db.$executeRaw`UPDATE "DeliveryOffer" SET "expiresAt" = "expiresAt" - make_interval(secs => ${seconds})`;
      while (await runDue({ service: 'delivery', db, pool, log, timers: timersOf(dispatch) }));
    },
    deadlines: () => db.deadline.findMany({ select: { kind: true, subject: true } }),
    told: async () =>
      (await db.outboxEvent.findMany({ where: { channel: 'event' }, orderBy: { position: 'asc' } })).map(
        ({ type }) => type,
      ),
    toldRows: (channel: 'event' | 'live') =>
      db.outboxEvent.findMany({
        where: { channel },
        orderBy: { position: 'asc' },
        select: { type: true, subject: true, payload: true },
      }),
  };
}

export type World = ReturnType<typeof openWorld>;
