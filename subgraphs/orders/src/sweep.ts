import type { Logger } from '@app/kernel/log';
import type { Db } from './db.ts';

const SWEEP_MS = 60 * 60_000;

/** Rows at a time: nobody waits long for a sweep, however much there is to forget. */
const BATCH = 1_000;

/** Forgets keys of checkouts and cancellations after 30 days; a checkout only once it is settled. Orders stay. */
export async function sweep(db: Pick<Db, '$executeRaw'>): Promise<void> {
  await inBatches(
    () => db.$executeRaw`
      DELETE FROM "Checkout" WHERE "id" IN (
        SELECT "id" FROM "Checkout" WHERE "startedAt" < now() - interval '30 days' AND "state" <> 'STARTED'
        ORDER BY "startedAt" LIMIT ${BATCH})`,
  );
  await inBatches(
    () => db.$executeRaw`
      DELETE FROM "CancelRequest" WHERE ("actorId", "idempotencyKey") IN (
        SELECT "actorId", "idempotencyKey" FROM "CancelRequest" WHERE "requestedAt" < now() - interval '30 days'
        ORDER BY "requestedAt" LIMIT ${BATCH})`,
  );
}

async function inBatches(batch: () => PromiseLike<number>): Promise<void> {
  while ((await batch()) === BATCH);
}

/** Sweeps every hour; answers with how to end it. */
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
