import type { Logger } from '@app/kernel/log';
import { startSweeping as every } from '@app/kernel/sweeping';
import type { Db } from './db.ts';

const SWEEP_MS = 60 * 60_000;

/** Rows at a time: nobody waits long for a sweep, however much there is to forget. */
const BATCH = 1_000;

/** Forgets the keys of buttons that were pressed, and what was called off, 30 days ago: no news is told again that late. */
export async function sweep(db: Pick<Db, '$executeRaw'>): Promise<void> {
  for (let gone = BATCH; gone === BATCH; )
    gone = await db.$executeRaw`
      DELETE FROM "DeliveryPress" WHERE ("courierUserId", "key") IN (
        SELECT "courierUserId", "key" FROM "DeliveryPress" WHERE "pressedAt" < now() - interval '30 days'
        ORDER BY "pressedAt" LIMIT ${BATCH})`;
  for (let gone = BATCH; gone === BATCH; )
    gone = await db.$executeRaw`
      DELETE FROM "CalledOff" WHERE "id" IN (
        SELECT "id" FROM "CalledOff" WHERE "at" < now() - interval '30 days' ORDER BY "at" LIMIT ${BATCH})`;
}

/** Sweeps every hour; answers with how to end it. */
export const startSweeping = (db: Db, log: Logger): (() => Promise<void>) =>
  every({ everyMs: SWEEP_MS, log, sweep: () => sweep(db) });
