import { randomBytes } from 'node:crypto';
import { fieldKeys } from '@app/kernel/cipher';
import { openPool } from '@app/kernel/db';
import { runDue } from '@app/kernel/events/deadlines';
import { deliver } from '@app/kernel/events/deliver';
import { newId } from '@app/kernel/ids';
import { openLog } from '@app/kernel/log';
import { openSubgraph, type SubgraphParts } from '@app/kernel/mount';
import { openIdentities } from '@app/kernel/testing';
import { system, type Viewer } from '@app/kernel/viewer';
import { startProvider } from '@app/sandbox-provider/start';
import { type EventPayload, type EventType, eventCatalogue } from '@app/schema/events';
import type { Pool } from 'pg';
import type { Context, contextFor, Flow, PaymentCommand } from '../../src/context.ts';
import { connect, type PaymentRow, type Tx } from '../../src/db.ts';
import type { PaymentSettings } from '../../src/env.ts';
import { openPayments } from '../../src/open.ts';
import { openDoor } from './door.ts';

export const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
export const FIELD_KEYS = `test:${randomBytes(32).toString('base64')}`;
export const API_KEY = 'test-key-of-the-sandbox';

/** Payments as it runs: a database, a real provider, a real door for its webhooks; and the verbs a test needs. */
export async function openWorld(given: { expireSeconds?: number; settings?: Partial<PaymentSettings> } = {}) {
  const worker = process.env.JEST_WORKER_ID ?? '1';
  const pool = openPool('payments', `${process.env.TEST_POSTGRES_URL}/payments_test_${worker}`);
  const db = connect(pool);
  const log = Object.assign(openLog('payments'), { level: process.env.TEST_LOG_LEVEL ?? 'silent' });
  const door = await openDoor();
  const bank = await startProvider({
    apiKey: API_KEY,
    webhookSecret: SECRET,
    host: '127.0.0.1',
    firstPauseMs: 20,
    log,
  });
  const settings = {
    PAYMENTS_FIELD_KEYS: fieldKeys.parse(FIELD_KEYS),
    PLATFORM_CURRENCY: 'EUR',
    PAYMENTS_EXPIRE_SECONDS: given.expireSeconds ?? 1_800,
    PAYMENTS_RECONCILE_SECONDS: 60,
    PAYMENTS_MERCHANT_NAME: 'Test shop',
    STRIPE_API_URL: 'https://api.stripe.com',
    RAZORPAY_API_URL: 'https://api.razorpay.com',
    XENDIT_API_URL: 'https://api.xendit.co',
    ...given.settings,
    PAYMENTS_WEBHOOK_URL: `${door.url}/webhooks/sandbox`,
    SANDBOX_PROVIDER_URL: bank.url,
    SANDBOX_API_KEY: API_KEY,
    SANDBOX_WEBHOOK_SECRET: SECRET,
  };
  const identities = openIdentities('payments', 'orders', 'gateway', 'groupbuys');
  let parts = openPayments({ pool, log }, settings) as SubgraphParts<Tx>;
  const opened = parts;
  const { terms } = parts.context(system('payments')) as Context;
  const subgraph = openSubgraph(
    { name: 'payments', open: () => opened },
    { pool, log, identity: identities.payments, redis: null as never, redisUrl: '', peers: null as never },
  );
  door.behind(subgraph);
  const flowAs = (viewer: Viewer): Flow => parts.context(viewer) as ReturnType<typeof contextFor>;

  return {
    db,
    pool,
    log,
    bank,
    door,
    terms,
    settings,
    flowAs,
    /** Closes the door for webhooks, as in an outage; answers with how to open it again. */
    deaf() {
      door.behind({ route: () => Promise.reject(new Error('closed')) } as never);
      return () => door.behind(subgraph);
    },
    /** Goes on with another provider behind the port. */
    reconnect(url: string) {
      parts = openPayments({ pool, log }, { ...settings, SANDBOX_PROVIDER_URL: url });
    },
    /** Goes on with these keys instead, like after a start with other settings; answers with how to stop what runs beside. */
    rekey(keys: string) {
      parts = openPayments({ pool, log }, { ...settings, PAYMENTS_FIELD_KEYS: fieldKeys.parse(keys) });
      return parts.background?.() ?? (() => Promise.resolve());
    },
    as: (viewer: Viewer) => ({
      does: <I, T, C extends string>(command: PaymentCommand<I, T, C>, input: I) =>
        (flowAs(viewer) as ReturnType<typeof contextFor>).run(command, input),
      asks: (
        query: string,
        variables: Record<string, unknown> = {},
        via: 'gateway' | 'orders' | 'groupbuys' = 'gateway',
      ) =>
        subgraph.execute({
          query,
          variables,
          token: identities[via].mint('payments', viewer),
          correlationId: newId('req'),
        }),
    }),
    /** Tells payments a fact of another domain, like the stream does. */
    async hears<T extends EventType>(type: T, payload: object, id: string = newId('evt')): Promise<void> {
      const read = eventCatalogue[type].payload.parse(payload) as EventPayload<T>;
      const event = { id, type, version: 1, subject: 'x', occurredAt: new Date(), correlationId: null, payload: read };
      for (const consumer of parts.consumers)
        if ([consumer.on].flat().includes(type))
          await deliver({ service: 'payments', db, log }, consumer, event as never);
    },
    /** Lets deadlines of a kind pass now. */
    async passes(kind: string): Promise<void> {
      await pool.query(`UPDATE "Deadline" SET "dueAt" = now() - interval '1 second' WHERE "kind" = $1`, [kind]);
      await runDue({ service: 'payments', db, pool, log, timers: parts.timers });
    },
    deadlines: (kind: string) => db.deadline.findMany({ where: { kind } }),
    payment: (id: string): Promise<PaymentRow> => db.payment.findUniqueOrThrow({ where: { id } }),
    /** What payments told, in order: type and payload. */
    told: () => db.outboxEvent.findMany({ orderBy: { position: 'asc' }, select: { type: true, payload: true } }),
    async toldTypes(): Promise<string[]> {
      return (await this.told()).map(({ type }) => type);
    },
    balance: async (customerId: string): Promise<bigint> =>
      (await db.wallet.findUnique({ where: { customerId_currency: { customerId, currency: 'EUR' } } }))?.balanceMinor ??
      0n,
    reset: () => empty(pool),
    async close() {
      await bank.stop();
      await door.close();
      await parts.close();
      await db.$disconnect();
      await pool.end();
    },
  };
}

const TABLES = `"Payment", "VoidedOrder", "Refund", "AskedOnce", "WebhookEvent", "LedgerAccount", "LedgerEntry", "LedgerLine",
  "LedgerBalance", "Sale", "Payout", "PayoutLine", "Escrow", "Wallet", "Reconciliation", "ReconciliationMatch",
  "ReconciliationDifference", "OutboxEvent", "InboxEvent", "Deadline", "DeadLetter"`;

/** Empties the database, again when a late webhook of the test before was in the way. */
async function empty(pool: Pool, attempts = 5): Promise<void> {
  try {
    await pool.query(`TRUNCATE ${TABLES}`);
  } catch (error) {
    if (attempts === 1 || (error as { code?: string }).code !== '40P01') throw error;
    await empty(pool, attempts - 1);
  }
}

export type World = Awaited<ReturnType<typeof openWorld>>;
export const ORDERS = system('orders');
