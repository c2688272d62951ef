import type { Logger } from '@app/kernel/log';
import { startSweeping as every } from '@app/kernel/sweeping';
import type { Pool } from 'pg';
import type { Db } from './db.ts';
import { resealPersonal } from './personal.ts';

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

/** Sweeps every hour, and at the start seals with the newest key what is not; answers with how to end it. */
export const startSweeping = ({ db, pool }: { db: Db; pool: Pool }, log: Logger): (() => Promise<void>) =>
  every({
    everyMs: SWEEP_MS,
    log,
    sweep: () => sweep(db),
    first: () =>
      resealPersonal(pool).then(
        (rows) => rows > 0 && log.info({ rows }, 'recipients of orders were sealed with the newest key'),
        (error: unknown) => log.error({ err: error }, 'recipients of orders could not be sealed with the newest key'),
      ),
  });
