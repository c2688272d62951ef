import { barrier } from '@app/kernel/testing';
import type { Db } from '../../src/db.ts';
import type { openWorld } from './world.ts';

/** `npm run races`: as often and with as many as it takes to be sure. Without it, enough to see a guard that is gone. */
const FULL = process.env.RACES === 'full';

/** How often, or how many: in a test run, in a full one. */
export const times = (few: number, many: number): number => (FULL ? many : few);

/** How long a full run may take. */
export const PATIENCE_MS = times(30_000, 600_000);

/** A database where this many units of work have begun before the first of them asks for anything. */
export function allAtOnce(db: Db, parties: number): Db {
  const arrived = barrier(parties);
  return db.$extends({
    query: {
      async $queryRaw({ args, query }) {
        await arrived();
        return query(args);
      },
    },
  }) as unknown as Db;
}

/** How many were told what: `yes`, or a code. */
export const counts = (answers: readonly { ok: boolean; code?: string }[]) =>
  Object.fromEntries(
    ['yes', ...new Set(answers.flatMap(({ code }) => code ?? []))].map((code) => [
      code,
      answers.filter((answer) => (answer.code ?? 'yes') === code).length,
    ]),
  );

/** Does this for 0, 1, 2 … with so many under way at a time, as a bounded pool of callers would; the answers in order. */
export async function inTurn<T>(count: number, atOnce: number, body: (n: number) => Promise<T>): Promise<T[]> {
  const answers: T[] = [];
  let next = 0;
  const caller = async () => {
    for (let n = next++; n < count; n = next++) answers[n] = await body(n);
  };
  await Promise.all(Array.from({ length: atOnce }, caller));
  return answers;
}

/** How often PostgreSQL had to break a circle in this database so far. Its figures come a second late. */
export async function deadlocks({ db }: Pick<ReturnType<typeof openWorld>, 'db'>): Promise<number> {
  await new Promise((resolve) => setTimeout(resolve, 1_100));
  const [row] = await db.$queryRaw<{ deadlocks: number }[]>`
    SELECT "deadlocks"::int FROM pg_stat_database WHERE datname = current_database()`;
  return row?.deadlocks ?? -1;
}
