import { PrismaPg } from '@prisma/adapter-pg';
import {
  ColumnTypeEnum,
  DriverAdapterError,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
} from '@prisma/driver-adapter-utils';
import pg from 'pg';

// adapter-pg 7.10 does not know PostgreSQL's internal "char" (OID 18), which the engine reads when it looks at a
// database. The pool presents such a column as "char"[], which adapter-pg does know, and the adapter puts it right.
const INTERNAL_CHAR = 18;
const INTERNAL_CHAR_ARRAY = 1002;

/** Prisma's PostgreSQL adapter as its schema engine needs it. */
export const migrationAdapter = (
  databaseUrl: string,
): { adapter: SqlMigrationAwareDriverAdapterFactory; close(): Promise<void> } => {
  const pool = new pg.Pool({ connectionString: databaseUrl });
  pool.on('error', () => undefined);
  pool.on('connect', presentInternalChar);
  const inner = new PrismaPg(pool);
  return {
    adapter: {
      provider: inner.provider,
      adapterName: inner.adapterName,
      connect: async () => runningWholeScripts(readingCharacters(await inner.connect()), pool),
      connectToShadowDb: async () => readingCharacters(await inner.connectToShadowDb()),
    },
    close: () => pool.end(),
  };
};

const readingCharacters = (adapter: SqlDriverAdapter): SqlDriverAdapter => {
  const queryRaw = adapter.queryRaw.bind(adapter);
  adapter.queryRaw = async (query) => {
    const result = await queryRaw(query);
    const columnTypes = result.columnTypes.map((type) =>
      type === ColumnTypeEnum.CharacterArray ? ColumnTypeEnum.Character : type,
    );
    return { ...result, columnTypes };
  };
  return adapter;
};

/** adapter-pg 7.10 cuts scripts at every semicolon, also inside a function's body. */
const runningWholeScripts = (adapter: SqlDriverAdapter, pool: pg.Pool): SqlDriverAdapter => {
  adapter.executeScript = async (script) => {
    await pool.query(script).catch(reportToEngine);
  };
  return adapter;
};

const reportToEngine = (error: unknown): never => {
  if (!(error instanceof pg.DatabaseError)) throw error;
  const { code = '', severity = '', message, detail, column, hint } = error;
  throw new DriverAdapterError({ kind: 'postgres', code, severity, message, detail, column, hint });
};

const presentInternalChar = (client: pg.PoolClient): void => {
  const query = client.query.bind(client) as (...args: unknown[]) => unknown;
  const present = <R>(result: R): R => {
    const { fields } = (result ?? {}) as { fields?: { dataTypeID: number }[] };
    for (const field of fields ?? []) if (field.dataTypeID === INTERNAL_CHAR) field.dataTypeID = INTERNAL_CHAR_ARRAY;
    return result;
  };
  client.query = ((...args: unknown[]) => {
    const done = args.at(-1);
    if (typeof done === 'function')
      return query(...args.slice(0, -1), (error: unknown, result: unknown) => done(error, present(result)));
    const answer = query(...args);
    return isPromise(answer) ? answer.then(present) : answer;
  }) as typeof client.query;
};

const isPromise = (answer: unknown): answer is Promise<unknown> =>
  typeof answer === 'object' && answer !== null && 'then' in answer;
