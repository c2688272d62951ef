import path from 'node:path';
import type { Config } from 'jest';
import type pg from 'pg';
import { domains } from '../domains.ts';
import { migrate, withClient } from '../migrate.ts';
import { migrationsHash, migrationsOf } from '../migration-files.ts';
import { testPartsUp, testPostgresUrl, testRedisUrl } from '../test-parts.ts';

type Run = { maxWorkers: number };
type Project = { rootDir: string; globals: Config['globals'] };

/**
 * Jest's global setup: a migrated database of the domain for each worker, so that test files never share rows. A run over
 * all workspaces calls this once, for the first of them; it says `TEST_DOMAINS=all`.
 */
export default async function makeDatabases({ maxWorkers }: Run, { rootDir, globals }: Project): Promise<void> {
  const own = typeof globals?.domain === 'string' ? globals.domain : path.basename(rootDir);
  const wanted: readonly string[] = process.env.TEST_DOMAINS === 'all' ? domains : [own];
  await testPartsUp();
  process.env.TEST_POSTGRES_URL ??= testPostgresUrl();
  process.env.TEST_REDIS_URL ??= testRedisUrl();
  await withClient(`${testPostgresUrl()}/postgres`, async (client) => {
    for (const domain of wanted) await prepare(client, domain, maxWorkers);
  });
}

const prepare = async (client: pg.Client, domain: string, workers: number): Promise<void> => {
  // Several runs of the same domain may start at once.
  await client.query('SELECT pg_advisory_lock(hashtext($1))', [`${domain}_template`]);
  await refreshTemplate(client, domain);
  for (let worker = 1; worker <= workers; worker++)
    await replace(client, `${domain}_test_${worker}`, `${domain}_template`);
  await client.query('SELECT pg_advisory_unlock(hashtext($1))', [`${domain}_template`]);
};

/** Builds the migrated database that the others are copied from, when its migrations have changed. */
export const refreshTemplate = async (client: pg.Client, domain: string): Promise<void> => {
  const migrations = migrationsOf(domain);
  if (migrations.length === 0)
    throw new Error(
      `prisma/${domain}/migrations is empty: write the first migration with \`npm run migration -- ${domain} init\`.`,
    );
  const template = `${domain}_template`;
  const hash = migrationsHash(migrations);
  if ((await commentOn(client, template)) === hash) return;
  await replace(client, template);
  await migrate(domain, `${testPostgresUrl()}/${template}`);
  await client.query(`COMMENT ON DATABASE ${client.escapeIdentifier(template)} IS ${client.escapeLiteral(hash)}`);
};

const commentOn = async (client: pg.Client, database: string): Promise<string | undefined> => {
  const { rows } = await client.query<{ comment: string | null }>(
    `SELECT shobj_description(oid, 'pg_database') AS comment FROM pg_database WHERE datname = $1`,
    [database],
  );
  return rows[0]?.comment ?? undefined;
};

const replace = async (client: pg.Client, database: string, template = 'template1'): Promise<void> => {
  const [name, from] = [client.escapeIdentifier(database), client.escapeIdentifier(template)];
  await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  await client.query(`CREATE DATABASE ${name} TEMPLATE ${from}`);
};
