import type { Pool } from 'pg';
import { failpoint } from '../failpoints.ts';
import { newId } from '../ids.ts';
import type { Logger } from '../log.ts';
import { withCorrelation } from '../log.ts';
import type { Due, Job, Timer } from '../timer.ts';
import { system } from '../viewer.ts';
import { type Database, type SqlTx, transact } from '../work.ts';

/** What keeping deadlines needs. */
export interface DeadlineParts<Tx extends SqlTx> {
  readonly service: string;
  readonly db: Database<Tx>;
  readonly pool: Pool;
  readonly log: Logger;
  readonly timers: readonly (Timer<Tx> | Job)[];
}

/** A job that was begun is not begun by anybody else for this long. */
const LEASE_SECONDS = 60;
const BATCH = 50;

/**
 * Runs what is due, decided by the database's clock. Any number of processes may do this at once: a row is locked by
 * the transaction that handles it (timers) or leased (jobs). Answers whether there may be more.
 */
export async function runDue<Tx extends SqlTx>(parts: DeadlineParts<Tx>): Promise<boolean> {
  const kinds = parts.timers.map(({ kind }) => kind);
  const { rows } = await parts.pool.query<Due>(
    `SELECT "kind", "subject", "dueAt", "payload" FROM "Deadline"
     WHERE "dueAt" <= now() AND "kind" = ANY($1) ORDER BY "dueAt" LIMIT ${BATCH}`,
    [kinds],
  );
  for (const due of rows) await runOne(parts, due);
  return rows.length === BATCH;
}

async function runOne<Tx extends SqlTx>(parts: DeadlineParts<Tx>, due: Due): Promise<void> {
  const definition = parts.timers.find(({ kind }) => kind === due.kind);
  if (!definition) return;
  try {
    if (failpoint) await failpoint('deadline.take');
    await withCorrelation(newId('due'), () =>
      'handle' in definition ? runTimer(parts, definition, due) : runJob(parts, definition, due),
    );
  } catch (error) {
    parts.log.error(
      { err: error, kind: due.kind, subject: due.subject },
      `the deadline ${due.kind} of ${due.subject} failed; it is tried again`,
    );
    await parts.pool.query(
      `UPDATE "Deadline" SET "attempts" = "attempts" + 1, "lastError" = $3,
         "dueAt" = now() + make_interval(secs => least(300, power(2, least("attempts", 8))))
       WHERE "kind" = $1 AND "subject" = $2 AND "dueAt" <= now() + make_interval(secs => ${LEASE_SECONDS})`,
      [due.kind, due.subject, String(error).slice(0, 1_000)],
    );
  }
}

/** The row goes in the same transaction as what it causes: once. */
const runTimer = <Tx extends SqlTx>(
  { db, service }: DeadlineParts<Tx>,
  { handle }: Timer<Tx>,
  due: Due,
): Promise<void> =>
  transact<Tx, void>({ db, viewer: system(service) }, async (work) => {
    const [mine] = await work.tx.$queryRaw<{ payload: Due['payload']; dueAt: Date }[]>`
      DELETE FROM "Deadline" WHERE ("kind", "subject") IN (
        SELECT "kind", "subject" FROM "Deadline"
        WHERE "kind" = ${due.kind} AND "subject" = ${due.subject} AND "dueAt" <= now() FOR UPDATE SKIP LOCKED)
      RETURNING "payload", "dueAt"`;
    if (mine) await handle(work, { ...due, ...mine });
  });

/** The row is leased, worked on, and removed unless it was set anew meanwhile. */
async function runJob<Tx extends SqlTx>({ pool }: DeadlineParts<Tx>, { perform }: Job, due: Due): Promise<void> {
  const { rows } = await pool.query<{ payload: Due['payload']; lease: string }>(
    `UPDATE "Deadline" SET "dueAt" = date_trunc('milliseconds', now() + make_interval(secs => ${LEASE_SECONDS}))
     WHERE "kind" = $1 AND "subject" = $2 AND "dueAt" <= now() RETURNING "payload", "dueAt"::text AS lease`,
    [due.kind, due.subject],
  );
  const [mine] = rows;
  if (!mine) return;
  if (failpoint) await failpoint('job.leased');
  await perform({ ...due, payload: mine.payload });
  if (failpoint) await failpoint('job.performed');
  await pool.query('DELETE FROM "Deadline" WHERE "kind" = $1 AND "subject" = $2 AND "dueAt" = $3::timestamptz', [
    due.kind,
    due.subject,
    mine.lease,
  ]);
}
