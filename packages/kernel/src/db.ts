import { AsyncLocalStorage } from 'node:async_hooks';
import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { sqlStatements } from './metrics.ts';
import { askAgainWhenOutdated, renewNames } from './prepared.ts';
import { SESSION } from './session.ts';
import { endWhenSilent } from './silence.ts';

const counting = new AsyncLocalStorage<{ statements: string[] }>();

/** Runs `body` and answers with the SQL statements it sent, for tests and benches that count them. */
export async function countStatements<T>(body: () => Promise<T>): Promise<{ result: T; statements: string[] }> {
  const counter = { statements: [] as string[] };
  const result = await counting.run(counter, body);
  return { result, statements: counter.statements };
}

/** A pg client that counts what it sends. */
const countingClient = (service: string) => {
  const statements = sqlStatements.labels(service);
  const withNames = renewNames();
  return class extends pg.Client {
    constructor(...given: ConstructorParameters<typeof pg.Client>) {
      super(...given);
      // Whoever waits for an answer is told. A connection that is lost while nobody does must not end the process.
      this.on('error', () => undefined);
      endWhenSilent(this);
    }
    // The driver has a dozen overloads; they are passed through untouched.
    override query = ((...args: unknown[]) => {
      statements.inc();
      const [query] = args as [string | { text: string }];
      counting.getStore()?.statements.push(typeof query === 'string' ? query : query.text);
      return withNames(args, (...given) => Reflect.apply(pg.Client.prototype.query, this, given));
    }) as pg.Client['query'];
  };
};

/** Connections that one domain has in one process, unless it is told otherwise. */
export const POOL_SIZE = 10;

/** A domain's connection pool. `max` connections serve the requests of one process. */
export function openPool(service: string, connectionString: string, max = POOL_SIZE): pg.Pool {
  const pool = new pg.Pool({
    ...SESSION,
    connectionString,
    max,
    Client: countingClient(service),
    application_name: service,
    idleTimeoutMillis: 30_000,
    connectionTimeoutMillis: 5_000,
  });
  // A connection that was lost while it rested is replaced by the next one.
  pool.on('error', () => undefined);
  askAgainWhenOutdated(pool);
  return pool;
}

/** The Prisma driver adapter over a pool: `new PrismaClient({ adapter: prismaAdapter(pool) })`. Statements it sends again are prepared once a connection. */
export const prismaAdapter = (pool: pg.Pool): PrismaPg =>
  new PrismaPg(pool, { statementNameGenerator: ({ sql }) => statementName(pool, sql) });

/** Lists of any length make statements of any number: only so many are kept prepared in each connection. */
const MAX_PREPARED = 300;

const CONTROL = new Set(['BEGIN', 'COMMIT', 'ROLLBACK']);

const prepared = new WeakMap<pg.Pool, Map<string, string>>();

/**
 * A name for the first so many statements of a pool; an empty one, under which nothing is kept, for the others, and for
 * what there is nothing to prepare of: PostgreSQL's own statistics miss a BEGIN or COMMIT that is prepared.
 */
export function statementName(pool: pg.Pool, sql: string): string {
  if (CONTROL.has(sql)) return '';
  const names = prepared.get(pool) ?? new Map<string, string>();
  prepared.set(pool, names);
  let name = names.get(sql);
  if (name === undefined && names.size < MAX_PREPARED) {
    name = `s${names.size}`;
    names.set(sql, name);
  }
  return name ?? '';
}
