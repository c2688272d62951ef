import { Sql, sqltag } from '@prisma/client/runtime/client';
import pg from 'pg';
import { statementName } from './db.ts';
import type { SqlTx } from './events/outbox.ts';
import type { Database } from './work.ts';

/**
 * A domain's database without Prisma in between, for what happens most: the same statements as `$queryRaw` and
 * `$executeRaw` of its client, at a fraction of their processor time. Outside of a transaction each statement is one of
 * its own. Rows come as Prisma has them, but for `numeric`, which stays text: cast it.
 */
export type Direct = SqlTx & Database<SqlTx>;

/** A statement was still running when its transaction had to be over. Rolled back: asking again is safe. */
export class TransactionTooLong extends Error {
  override name = 'TransactionTooLong';
}

type Queryable = Pick<pg.ClientBase, 'query'>;

const TIMEOUT_MS = 10_000;

/** Opens it over the domain's pool. */
export const openDirect = (pool: pg.Pool): Direct => ({
  ...statementsOn(pool, pool),
  $transaction: (body, { timeout = TIMEOUT_MS } = {}) => inTransaction(pool, timeout, body),
});

/**
 * The same as one that a unit of work of a single statement is given: no transaction is begun, because a statement is one.
 * A second statement is refused, so whatever the unit tells has to be part of its one: `WITH ${work.telling()} …`.
 */
export const alone = (direct: SqlTx): Database<SqlTx> => ({
  $transaction(body) {
    let sent = false;
    const once = () => {
      if (sent) throw new Error('A unit of work without a transaction has one statement, and this is its second.');
      sent = true;
    };
    return body({
      $queryRaw(strings, ...values) {
        once();
        return direct.$queryRaw(strings, ...values);
      },
      $executeRaw(strings, ...values) {
        once();
        return direct.$executeRaw(strings, ...values);
      },
    });
  },
});

async function inTransaction<R>(pool: pg.Pool, timeout: number, body: (tx: SqlTx) => Promise<R>): Promise<R> {
  const client = await pool.connect();
  let giveUp: NodeJS.Timeout | undefined;
  const tooLong = new Promise<never>((_, reject) => {
    giveUp = setTimeout(() => reject(new TransactionTooLong(`not done after ${timeout} ms`)), timeout);
  });
  let broken: Error | undefined;
  const onError = (error: Error) => {
    broken = error;
  };
  client.on('error', onError);
  try {
    return await Promise.race([transaction(client, pool, body), tooLong]);
  } catch (error) {
    if (error instanceof TransactionTooLong) broken = error;
    throw error;
  } finally {
    clearTimeout(giveUp);
    client.off('error', onError);
    // A connection that is closed takes with it whatever was begun on it.
    client.release(broken);
  }
}

async function transaction<R>(client: pg.PoolClient, pool: pg.Pool, body: (tx: SqlTx) => Promise<R>): Promise<R> {
  // Not waited for: what is sent after a BEGIN that failed fails as well, or is rolled back with it.
  const begun = client.query('BEGIN');
  begun.catch(() => {});
  try {
    const result = await body(statementsOn(client, pool));
    await begun;
    const { command } = await client.query('COMMIT');
    if (command !== 'COMMIT') throw new Error('The transaction had failed before it was committed.');
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {});
    throw error;
  }
}

function statementsOn(queryable: Queryable, pool: pg.Pool): SqlTx {
  const send = async (strings: TemplateStringsArray, values: unknown[]) => {
    const { text, given } = written(strings, values);
    return queryable.query({ name: statementName(pool, text), text, values: given.map(argument), types });
  };
  return {
    $queryRaw: async <T>(strings: TemplateStringsArray, ...values: unknown[]) =>
      (await send(strings, values)).rows as T,
    $executeRaw: async (strings, ...values) => (await send(strings, values)).rowCount ?? 0,
  };
}

const texts = new WeakMap<TemplateStringsArray, string>();

/** A template as PostgreSQL reads it. The text of one that has no parts of its own is the same each time. */
function written(strings: TemplateStringsArray, values: unknown[]): { text: string; given: unknown[] } {
  if (values.some((value) => value instanceof Sql)) {
    const { text, values: given } = sqltag(strings, ...values);
    return { text, given };
  }
  let text = texts.get(strings);
  if (text === undefined) {
    text = strings.reduce((before, part, index) => `${before}$${index}${part}`);
    texts.set(strings, text);
  }
  return { text, given: values };
}

function argument(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString();
  if (typeof value === 'bigint') return value.toString();
  if (Array.isArray(value)) return value.map(argument);
  return value ?? null;
}

const { builtins } = pg.types;
const parsers: { readonly [oid: number]: (text: string) => unknown } = {
  [builtins.INT8]: BigInt,
  [builtins.TIMESTAMP]: (text) => new Date(`${text.replace(' ', 'T')}Z`),
};
const types = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') => parsers[oid] ?? pg.types.getTypeParser(oid, format),
} as pg.CustomTypesConfig;
