import type { Logger } from '@app/kernel/log';
import { startSweeping as every } from '@app/kernel/sweeping';
import type { SqlTx } from '@app/kernel/work';
import type { Pool } from 'pg';
import { resealPersonal } from './personal.ts';

const SWEEP_MS = 10 * 60_000;

/** Deletes what nobody can use any more: counts whose window has passed, sessions (with their refresh tokens) a day after their end. */
export async function sweep(db: SqlTx): Promise<void> {
  await db.$executeRaw`DELETE FROM "LoginAttempt" WHERE "windowEndsAt" < now()`;
  await db.$executeRaw`DELETE FROM "Session" WHERE "expiresAt" < now() - interval '1 day'`;
}

/**
 * Sweeps every ten minutes, and at the start seals with the newest key what is not; answers with how to end it. Correctness
 * never depends on it: every read asks for the time as well, and opens what any of the keys has sealed.
 */
export const startSweeping = ({ db, pool }: { db: SqlTx; pool: Pool }, log: Logger): (() => Promise<void>) =>
  every({
    everyMs: SWEEP_MS,
    log,
    sweep: () => sweep(db),
    first: () =>
      resealPersonal(pool).then(
        (rows) => rows > 0 && log.info({ rows }, 'personal fields were sealed with the newest key'),
        (error: unknown) => log.error({ err: error }, 'personal fields could not be sealed with the newest key'),
      ),
  });
