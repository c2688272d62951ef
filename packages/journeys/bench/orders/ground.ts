import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '@app/stack/ports';
import { startPostgres } from '@app/stack/postgres';
import type { Mounting } from '@app/stack/services';
import { type Stack, startStack } from '@app/stack/stack';
import pg from 'pg';

/** A product on a database server of its own that counts every statement it is sent. */
export interface Ground {
  readonly stack: Stack;
  readonly postgresPid: number;
  /** Ends a round: the statements PostgreSQL has run since it began, the most frequent first. */
  end(): Promise<Statement[]>;
  /** Begins a round: statements are counted from here. */
  begin(): Promise<void>;
  /** Rows that no relay has told yet. */
  waiting(): Promise<number>;
  close(): Promise<void>;
}

/** A statement, how often it was run, and how long all of that took, waits for locks and for the disk included. */
export interface Statement {
  readonly domain: string;
  readonly text: string;
  readonly calls: number;
  readonly ms: number;
}

const CONNECTIONS = 300;
const WAITING = 'SELECT count(*)::int AS n FROM "OutboxEvent" WHERE "publishedAt" IS NULL';
/** All but what the bench itself asks for. */
const COUNTED = `SELECT datname AS domain, query AS text, sum("calls")::float8 AS calls, sum("total_exec_time")::float8 AS ms
  FROM pg_stat_statements JOIN pg_database AS db ON db.oid = dbid
  WHERE datname LIKE 'orders_%' AND toplevel AND query NOT LIKE 'SELECT count(*)::int AS n FROM "OutboxEvent"%'
  GROUP BY datname, query ORDER BY calls DESC`;

/** PROFILE=folder: each service leaves a .cpuprofile of each round there. */
const profiles = process.env.PROFILE && path.resolve(process.env.PROFILE);
const profiler = fileURLToPath(new URL('profiler.cjs', import.meta.url));
const profiling: NodeJS.ProcessEnv = profiles
  ? { NODE_OPTIONS: `--max-semi-space-size=16 --require ${profiler}`, BENCH_PROFILES: profiles }
  : {};

/** Starts it, durable as in production: a commit is on disk before it is acknowledged. */
export async function openGround(mounting: Mounting): Promise<Ground> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'bench-orders-'));
  const postgres = await startCounting(path.join(folder, 'counted'));
  const stop = async () => {
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  };
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
      ...profiling,
    },
  }).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  const counter = new pg.Client(`${postgres.url}/postgres`);
  await counter.connect();
  await counter.query('CREATE EXTENSION IF NOT EXISTS pg_stat_statements');
  const outboxes = await Promise.all(['orders', 'inventory', 'payments'].map((domain) => connected(stack, domain)));
  return {
    stack,
    postgresPid: postgres.pid,
    async end() {
      toggleProfile(stack);
      const { rows } = await counter.query<Statement>(COUNTED);
      return rows;
    },
    async begin() {
      await counter.query('SELECT pg_stat_statements_reset()');
      toggleProfile(stack);
    },
    async waiting() {
      const counts = await Promise.all(outboxes.map((client) => client.query<{ n: number }>(WAITING)));
      return counts.reduce((sum, { rows }) => sum + (rows[0]?.n ?? 0), 0);
    },
    async close() {
      await Promise.all([counter, ...outboxes].map((client) => client.end()));
      await stack.stop();
      await stop();
    },
  };
}

function toggleProfile({ processes }: Stack): void {
  if (profiles) for (const name of processes.names) processes.kill(name, 'SIGUSR2');
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
