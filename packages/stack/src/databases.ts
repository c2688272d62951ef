import { type Domain, domains } from './domains.ts';
import { databaseVariable } from './environment.ts';
import { hasCode, messageOf, StartFailure } from './failure.ts';
import { migrate, splitUrl, withClient } from './migrate.ts';
import { isRedisAt } from './redis.ts';

/** The address of each domain's database. */
export type Databases = Readonly<Record<Domain, string>>;

/** Databases that the environment names: one by one, or all on the server of DATABASE_URL. */
export const configuredDatabases = (given: NodeJS.ProcessEnv): Partial<Record<Domain, string>> =>
  Object.fromEntries(
    domains.flatMap((domain) => {
      const own = given[databaseVariable(domain)];
      const shared = given.DATABASE_URL;
      if (own) return [[domain, own]];
      return shared ? [[domain, databaseOn(shared, domain)]] : [];
    }),
  );

/** The addresses of all databases: the configured ones, the others on a server of ours. */
export const databasesOn = (
  server: string,
  configured: Partial<Record<Domain, string>>,
  prefix = 'orders',
): Databases => {
  const found: Partial<Record<Domain, string>> = {};
  for (const domain of domains) found[domain] = configured[domain] ?? databaseOn(server, domain, prefix);
  return found as Databases;
};

const databaseOn = (server: string, domain: Domain, prefix = 'orders'): string => {
  const url = new URL(server);
  url.pathname = `/${prefix}_${domain}`;
  return url.href;
};

/** Refuses a configured PostgreSQL or Redis that does not answer, before anything is started. */
export const refuseUnreachable = async (given: NodeJS.ProcessEnv): Promise<void> => {
  const variables = ['DATABASE_URL', ...domains.map(databaseVariable)].filter((name) => given[name]);
  await Promise.all(variables.map((name) => refuseDatabase(name, given[name] ?? '')));
  if (given.REDIS_URL && !(await isRedisAt(given.REDIS_URL)))
    throw new StartFailure(
      `REDIS_URL names ${withoutPassword(given.REDIS_URL)}, where no Redis answers: start it, or unset REDIS_URL to use one of ours.`,
    );
};

const refuseDatabase = async (variable: string, url: string): Promise<void> => {
  try {
    await withClient(url, async () => undefined);
  } catch (error) {
    if (hasCode(error, '3D000')) return; // the server answers; the database is created when migrating
    throw new StartFailure(
      `${variable} names ${withoutPassword(url)}, which cannot be used (${messageOf(error)}): put it right, or unset ${variable} to use the embedded PostgreSQL.`,
    );
  }
};

/** Migrates every database; answers the domains that had something to apply. */
export const migrateAll = async (databases: Databases): Promise<Domain[]> => {
  const applied = await Promise.all(
    domains.map(async (domain) => ({ domain, names: await migrate(domain, databases[domain]) })),
  );
  return applied.filter(({ names }) => names.length > 0).map(({ domain }) => domain);
};

/** Drops every database; for throw-away stacks. */
export const dropAll = async (databases: Databases): Promise<void> => {
  for (const url of Object.values(databases)) {
    const { server, name } = splitUrl(url);
    await withClient(server, (client) =>
      client.query(`DROP DATABASE IF EXISTS ${client.escapeIdentifier(name)} WITH (FORCE)`),
    );
  }
};

const withoutPassword = (url: string): string => url.replace(/\/\/[^@/]*@/, '//');
