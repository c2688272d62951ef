import { randomUUID } from 'node:crypto';
import type { Environment } from '@app/stack/environment';
import pg from 'pg';

/** Makes steps the way payments does: by a fact in its outbox, which orders hears and writes down. */
export interface Steps {
  /** One step for each of these orders. */
  make(orderIds: readonly string[]): Promise<void>;
  /** The courier of each of these orders moves. */
  move(orderIds: readonly string[]): Promise<void>;
  /** From now on one announcement in twenty never reaches Redis, and one in twenty does twice. */
  unsettle(): Promise<void>;
  /** From now on they all do, once. */
  settle(): Promise<void>;
  /** The number of the last step of each order. */
  last(): Promise<ReadonlyMap<string, number>>;
  stop(): Promise<void>;
}

const FACT = `INSERT INTO "OutboxEvent" ("id", "channel", "type", "version", "subject", "payload", "occurredAt")
  SELECT id, 'event', 'payment.refunded', 1, payload ->> 'paymentId', payload, now()
  FROM unnest($1::text[], $2::jsonb[]) AS fact(id, payload)`;

const MOVE = `INSERT INTO "OutboxEvent" ("id", "channel", "type", "version", "subject", "payload", "occurredAt")
  SELECT id, 'live', 'OrderUpdate', 1, 'order:' || (payload ->> 'orderId'), payload, now()
  FROM unnest($1::text[], $2::jsonb[]) AS move(id, payload)`;

const UNSETTLE = `
  CREATE OR REPLACE FUNCTION unsettled() RETURNS trigger LANGUAGE plpgsql AS $$
  DECLARE luck double precision := random();
  BEGIN
    IF pg_trigger_depth() > 1 OR NEW."channel" <> 'live' THEN RETURN NEW; END IF;
    IF luck < 0.05 THEN RETURN NULL; END IF;
    IF luck > 0.95 THEN
      INSERT INTO "OutboxEvent" ("id", "channel", "type", "version", "subject", "payload", "occurredAt")
      VALUES (NEW."id" || '-again', 'live', NEW."type", NEW."version", NEW."subject", NEW."payload", NEW."occurredAt");
    END IF;
    RETURN NEW;
  END $$;
  CREATE OR REPLACE TRIGGER unsettled BEFORE INSERT ON "OutboxEvent" FOR EACH ROW EXECUTE FUNCTION unsettled()`;

/** Opens the databases of a stack for this. */
export function openSteps({ PAYMENTS_DATABASE_URL, ORDERS_DATABASE_URL }: Environment): Steps {
  const payments = new pg.Pool({ connectionString: PAYMENTS_DATABASE_URL, max: 2 });
  const orders = new pg.Pool({ connectionString: ORDERS_DATABASE_URL, max: 2 });
  return {
    async make(orderIds) {
      const facts = orderIds.map((orderId) => JSON.stringify(refunded(orderId)));
      await payments.query(FACT, [facts.map(() => `evt_${randomUUID()}`), facts]);
    },
    async move(orderIds) {
      const moves = orderIds.map((orderId) => JSON.stringify(moved(orderId)));
      await payments.query(MOVE, [moves.map(() => `evt_${randomUUID()}`), moves]);
    },
    unsettle: async () => void (await orders.query(UNSETTLE)),
    settle: async () => void (await orders.query('DROP TRIGGER IF EXISTS unsettled ON "OutboxEvent"')),
    async last() {
      const { rows } = await orders.query<{ id: string; last: number }>(
        'SELECT "id", "lastSequence" AS last FROM "Order"',
      );
      return new Map(rows.map(({ id, last }) => [id, last]));
    },
    async stop() {
      await Promise.all([payments.end(), orders.end()]);
    },
  };
}

/** What delivery announces when a courier has moved. */
const moved = (orderId: string) => ({
  __typename: 'OrderUpdate',
  orderId,
  sequence: 0,
  kind: 'LOCATION',
  at: new Date().toISOString(),
});

const refunded = (orderId: string) => ({
  paymentId: `pay_${orderId}`,
  orderId,
  customerId: 'usr_continuity',
  method: 'CASH',
  refundId: `rfd_${randomUUID()}`,
  amountMinor: '0',
  refundedMinor: '0',
  currency: 'EUR',
  fully: false,
});
