import type { SubgraphParts, Surroundings } from '@app/kernel/mount';
import { openDirect } from '@app/kernel/sql';
import { system } from '@app/kernel/viewer';
import { consumers } from './consumers/index.ts';
import { contextFor, type Flow } from './context.ts';
import { connect, type Tx } from './db.ts';
import type { PaymentSettings } from './env.ts';
import { jobs } from './jobs/index.ts';
import { planDaily } from './jobs/reconcile.ts';
import { openVault } from './personal.ts';
import { openProviders } from './provider/registry.ts';
import { paymentsSchema } from './subgraph.ts';
import { webhookDoor } from './webhooks/route.ts';

/** Opens payments with these settings; tests bring their own. */
export function openPayments(
  { pool, log }: Pick<Surroundings, 'pool' | 'log'>,
  settings: PaymentSettings,
): SubgraphParts<Tx> {
  const db = connect(pool);
  const providers = openProviders(settings);
  const vault = openVault(settings.PAYMENTS_FIELD_KEYS);
  const terms = {
    currency: settings.PLATFORM_CURRENCY,
    expireSeconds: settings.PAYMENTS_EXPIRE_SECONDS,
    reconcileSeconds: settings.PAYMENTS_RECONCILE_SECONDS,
    offered: providers.offered,
  };
  const parts = { db, direct: openDirect(pool), providers, terms, vault, log, clock: () => new Date() };
  const flow: Flow = { ...parts, viewer: system('payments') };
  const door = webhookDoor(flow);
  return {
    schema: paymentsSchema,
    db,
    context: (viewer) => contextFor(parts, viewer),
    consumers,
    timers: jobs(flow),
    background() {
      const planned = planDaily(flow).catch((error: unknown) =>
        log.error({ err: error }, 'no daily comparison planned'),
      );
      const sealed = vault.reseal(pool).then(
        (rows) => void (rows > 0 && log.info({ rows }, 'stored webhooks were sealed with the newest key')),
        (error: unknown) => log.error({ err: error }, 'stored webhooks could not be sealed with the newest key'),
      );
      return async () => void (await Promise.all([planned, sealed]));
    },
    route: door.route,
    async close() {
      await door.close();
      await db.$disconnect();
    },
  };
}
