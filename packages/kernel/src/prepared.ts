import type pg from 'pg';

/**
 * PostgreSQL says so of a statement that was prepared before a migration changed what it answers, and never stops saying so on
 * that connection. Nothing of it was run.
 */
export const isOutdatedPlan = (error: unknown): boolean =>
  (error as { routine?: unknown } | null)?.routine === 'RevalidateCachedQuery' ||
  (error instanceof Error && error.message.includes('cached plan must not change result type'));

/** Sends a statement, as the driver's `query` does. */
type Send = (...args: unknown[]) => unknown;

/**
 * Statements of one pool are prepared under other names from the moment on that one is found outdated, on all of its
 * connections: each prepares them anew. What it has under old names goes with the connection.
 */
export function renewNames(): (args: unknown[], send: Send) => unknown {
  let age = 0;
  return (args, send) => {
    const [query, ...rest] = args as [string | { name?: string }, ...unknown[]];
    if (typeof query === 'string' || !query.name || 'submit' in query) return send(...args);
    const sentAt = age;
    const look = (error: unknown): void => {
      // Of all that were on their way, the first one renews them.
      if (sentAt === age && isOutdatedPlan(error)) age += 1;
    };
    const named = age === 0 ? query : { ...query, name: `${query.name}.${age}` };
    const heard = rest.at(-1);
    if (typeof heard === 'function') {
      rest[rest.length - 1] = (error: unknown, result: unknown) => {
        look(error);
        heard(error, result);
      };
      return send(named, ...rest);
    }
    const answer = send(named, ...rest);
    (answer as Promise<unknown>).catch(look);
    return answer;
  };
}

/** Migrations that may come one after the other while a statement is tried. */
const ATTEMPTS = 4;

/** Has a pool send statements that are outdated once more. They are transactions of their own, so nothing was done before. */
export function askAgainWhenOutdated(pool: pg.Pool): void {
  const send = pool.query.bind(pool) as Send;
  pool.query = (async (...args: unknown[]) => {
    if (typeof args.at(-1) === 'function') return send(...args);
    for (let attempt = 1; attempt < ATTEMPTS; attempt++) {
      try {
        return await send(...args);
      } catch (error) {
        if (!isOutdatedPlan(error)) throw error;
      }
    }
    return send(...args);
  }) as pg.Pool['query'];
}
