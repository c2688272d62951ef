import { afterEach, beforeAll, expect, it } from '@jest/globals';
import { domains } from '../src/domains.ts';
import { migrate, splitUrl, withClient } from '../src/migrate.ts';
import { migrationsOf } from '../src/migration-files.ts';
import { difference } from '../src/new-migration.ts';
import { testPartsUp, testPostgresUrl } from '../src/test-parts.ts';

const url = `${testPostgresUrl()}/stack_migrate_${process.pid}`;

beforeAll(() => testPartsUp());
afterEach(() =>
  withClient(splitUrl(url).server, (client) =>
    client.query(`DROP DATABASE IF EXISTS ${splitUrl(url).name} WITH (FORCE)`),
  ),
);

it('applies the migrations in order, and the second time nothing', async () => {
  const names = migrationsOf('users').map(({ name }) => name);
  expect(names[0]).toBe('0001_messaging');
  expect(await migrate('users', url)).toEqual(names);
  expect(await migrate('users', url)).toEqual([]);
});

it('leaves a database that wakes the relay at each commit', async () => {
  await migrate('users', url);
  await withClient(url, async (client) => {
    const heard: string[] = [];
    client.on('notification', ({ channel }) => heard.push(channel));
    await client.query('LISTEN outbox');
    await client.query(
      `INSERT INTO "OutboxEvent" (id, channel, type, version, subject, payload, "occurredAt")
       SELECT n::text, 'event', 'a.happened', 1, 's', '{}', now() FROM generate_series(1, 3) n`,
    );
    await client.query('SELECT 1');
    expect(heard).toEqual(['outbox']);
  });
});

it('refuses a database whose applied migrations were changed afterwards', async () => {
  await migrate('users', url);
  await withClient(url, (client) =>
    client.query(`UPDATE _prisma_migrations SET finished_at = NULL, logs = 'it failed'`),
  );
  await expect(migrate('users', url)).rejects.toThrow(/^The migrations of users failed: /);
});

it.each(domains)('knows no difference between the schema and the migrations of %s', async (domain) => {
  expect(await difference(domain, testPostgresUrl())).toBeUndefined();
});
