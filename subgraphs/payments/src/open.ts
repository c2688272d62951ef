import type { SubgraphParts, Surroundings } from '@app/kernel/mount';
import { system } from '@app/kernel/viewer';
import { consumers } from './consumers/index.ts';
import { contextFor, type Flow } from './context.ts';
import { connect, type Tx } from './db.ts';
import type { PaymentSettings } from './env.ts';
import { jobs } from './jobs/index.ts';
import { sandboxProvider } from './provider/sandbox.ts';
import { paymentsSchema } from './subgraph.ts';
import { webhookDoor } from './webhooks/route.ts';

/** Opens payments with these settings; tests bring their own. */
export function openPayments(
  { pool, log }: Pick<Surroundings, 'pool' | 'log'>,
  settings: PaymentSettings,
): SubgraphParts<Tx> {
  const db = connect(pool);
  const provider = sandboxProvider({
    url: settings.SANDBOX_PROVIDER_URL,
    apiKey: settings.SANDBOX_API_KEY,
    webhookSecret: settings.SANDBOX_WEBHOOK_SECRET,
    webhookUrl: settings.PAYMENTS_WEBHOOK_URL,
    returnUrl: settings.PAYMENTS_RETURN_URL ?? null,
    merchant: settings.PAYMENTS_MERCHANT_NAME,
  });
  const terms = {
    currency: settings.PLATFORM_CURRENCY,
    expireSeconds: settings.PAYMENTS_EXPIRE_SECONDS,
    reconcileSeconds: settings.PAYMENTS_RECONCILE_SECONDS,
  };
  const parts = { db, provider, terms, log, clock: () => new Date() };
  const flow: Flow = { ...parts, viewer: system('payments') };
  const door = webhookDoor(flow);
  return {
    schema: paymentsSchema,
    db,
    context: (viewer) => contextFor(parts, viewer),
    consumers,
    timers: jobs(flow),
    route: door.route,
    async close() {
      await door.close();
      await db.$disconnect();
    },
  };
}
