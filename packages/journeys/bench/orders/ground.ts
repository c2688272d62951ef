import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { freePort } from '@app/stack/ports';
import { startPostgres } from '@app/stack/postgres';
import type { Mounting } from '@app/stack/services';
import { type Stack, startStack } from '@app/stack/stack';
import pg from 'pg';

/** A product on a database server of its own that counts every statement it is sent. */
export interface Ground {
  readonly stack: Stack;
  readonly postgresPid: number;
  /** Statements PostgreSQL has run since the last reset, and how long it took them. */
  statements(): Promise<{ calls: number; ms: number }>;
  reset(): Promise<void>;
  /** Rows that no relay has told yet. */
  waiting(): Promise<number>;
  close(): Promise<void>;
}

const CONNECTIONS = 300;
const WAITING = 'SELECT count(*)::int AS n FROM "OutboxEvent" WHERE "publishedAt" IS NULL';
/** All but what the bench itself asks for. */
const COUNTED = `SELECT coalesce(sum("calls"), 0)::float8 AS calls, coalesce(sum("total_exec_time"), 0)::float8 AS ms
  FROM pg_stat_statements JOIN pg_database AS db ON db.oid = dbid
  WHERE datname LIKE 'orders_%' AND toplevel AND query NOT LIKE 'SELECT count(*)::int AS n FROM "OutboxEvent"%'`;

/** Starts it, durable as in production: a commit is on disk before it is acknowledged. */
export async function openGround(mounting: Mounting): Promise<Ground> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'bench-orders-'));
  const postgres = await startCounting(path.join(folder, 'counted'));
  const stack = await startStack({
    mounting,
    dataDir: path.join(folder, 'stack'),
    ports: 'free',
    seed: true,
    onProgress: () => {},
    given: {
      DATABASE_URL: postgres.socketUrl,
      LIMIT_USER_PER_MINUTE: '10000000',
      LIMIT_IP_PER_MINUTE: '10000000',
      LOG_LEVEL: 'warn',
    },
  });
  const counter = new pg.Client(`${postgres.url}/postgres`);
  await counter.connect();
  await counter.query('CREATE EXTENSION IF NOT EXISTS pg_stat_statements');
  const outboxes = await Promise.all(['orders', 'inventory', 'payments'].map((domain) => connected(stack, domain)));
  return {
    stack,
    postgresPid: postgres.pid,
    async statements() {
      const { rows } = await counter.query<{ calls: number; ms: number }>(COUNTED);
      return rows[0] ?? { calls: 0, ms: 0 };
    },
    reset: async () => void (await counter.query('SELECT pg_stat_statements_reset()')),
    async waiting() {
      const counts = await Promise.all(outboxes.map((client) => client.query<{ n: number }>(WAITING)));
      return counts.reduce((sum, { rows }) => sum + (rows[0]?.n ?? 0), 0);
    },
    async close() {
      await Promise.all([counter, ...outboxes].map((client) => client.end()));
      await stack.stop();
      await postgres.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function connected({ environment }: Stack, domain: string): Promise<pg.Client> {
  const client = new pg.Client(environment[`${domain.toUpperCase()}_DATABASE_URL`]);
  await client.connect();
  return client;
}

/** A PostgreSQL with pg_stat_statements, which has to be there from its start. */
async function startCounting(dataDir: string) {
  const options = { dataDir, port: await freePort(), durable: true, maxConnections: CONNECTIONS };
  const first = await startPostgres(options);
  const client = new pg.Client(`${first.url}/postgres`);
  await client.connect();
  await client.query(`ALTER SYSTEM SET shared_preload_libraries = 'pg_stat_statements'`);
  await client.end();
  await first.stop();
  return startPostgres(options);
}
