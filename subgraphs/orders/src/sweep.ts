import type { Logger } from '@app/kernel/log';
import type { Db } from './db.ts';

const SWEEP_MS = 6 * 60 * 60_000;

/** Forgets keys of checkouts and cancellations after 30 days; a checkout only once it is settled. Orders stay. */
export async function sweep(db: Pick<Db, '$executeRaw'>): Promise<void> {
  await db.$executeRaw`DELETE FROM "Checkout" WHERE "startedAt" < now() - interval '30 days' AND "state" <> 'STARTED'`;
  await db.$executeRaw`DELETE FROM "CancelRequest" WHERE "requestedAt" < now() - interval '30 days'`;
}

/** Sweeps every six hours, seldom because no index helps it; answers with how to end it. */
export function startSweeping(db: Db, log: Logger): () => Promise<void> {
  let round = Promise.resolve();
  const timer = setInterval(() => {
    round = sweep(db).catch((error: unknown) => log.warn({ err: error }, 'sweeping failed; trying again later'));
  }, SWEEP_MS).unref();
  return async () => {
    clearInterval(timer);
    await round;
  };
}
