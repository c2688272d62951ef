import type { Logger } from '@app/kernel/log';
import type { SqlTx } from '@app/kernel/work';

const SWEEP_MS = 10 * 60_000;

/** Deletes what nobody can use any more: counts whose window has passed, sessions (with their refresh tokens) a day after their end. */
export async function sweep(db: SqlTx): Promise<void> {
  await db.$executeRaw`DELETE FROM "LoginAttempt" WHERE "windowEndsAt" < now()`;
  await db.$executeRaw`DELETE FROM "Session" WHERE "expiresAt" < now() - interval '1 day'`;
}

/** Sweeps every ten minutes; answers with how to end it. Correctness never depends on it: every read asks for the time as well. */
export function startSweeping(db: SqlTx, log: Logger): () => Promise<void> {
  let under = Promise.resolve();
  const round = () => {
    under = sweep(db).catch((error: unknown) => log.warn({ err: error }, 'sweeping failed; trying again later'));
  };
  const timer = setInterval(round, SWEEP_MS).unref();
  return async () => {
    clearInterval(timer);
    await under;
  };
}
