import type { SqlTx } from '@app/kernel/work';

/** How many failures an account may have in a window of `WINDOW_MINUTES` before sign-ins are refused until it ends. */
export const FAILURES_MAX = 10;
const WINDOW_MINUTES = 15;

/** Whether this e-mail has used up its failures. The database's clock decides. */
export async function hasTooManyFailures(db: SqlTx, email: string): Promise<boolean> {
  const rows = await db.$queryRaw<unknown[]>`
    SELECT 1 FROM "LoginAttempt"
    WHERE "emailNormalised" = ${email} AND "failures" >= ${FAILURES_MAX} AND "windowEndsAt" > now()`;
  return rows.length > 0;
}

/** Counts one more failure; the first one opens a window. */
export async function countFailure(db: SqlTx, email: string): Promise<void> {
  await db.$executeRaw`
    INSERT INTO "LoginAttempt" AS known ("emailNormalised", "failures", "windowEndsAt")
    VALUES (${email}, 1, now() + make_interval(mins => ${WINDOW_MINUTES}))
    ON CONFLICT ("emailNormalised") DO UPDATE SET
      "failures" = CASE WHEN known."windowEndsAt" > now() THEN known."failures" + 1 ELSE 1 END,
      "windowEndsAt" = CASE WHEN known."windowEndsAt" > now() THEN known."windowEndsAt" ELSE EXCLUDED."windowEndsAt" END`;
}

/** Forgets the failures of somebody who has signed in. */
export async function forgetFailures(db: SqlTx, email: string): Promise<void> {
  await db.$executeRaw`DELETE FROM "LoginAttempt" WHERE "emailNormalised" = ${email}`;
}
