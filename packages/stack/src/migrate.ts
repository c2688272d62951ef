import pg from 'pg';
import { hasCode, messageOf } from './failure.ts';
import { type Migration, migrationList, migrationsOf } from './migration-files.ts';
import { withSchemaEngine } from './schema-engine.ts';

/** Brings the database of a domain up to its migrations, creating it when missing; answers the names newly applied. */
export const migrate = async (domain: string, databaseUrl: string): Promise<string[]> => {
  const migrations = migrationsOf(domain);
  await createDatabase(databaseUrl);
  if (await areApplied(databaseUrl, migrations)) return [];
  try {
    return await withSchemaEngine(databaseUrl, undefined, async (engine) => {
      const { appliedMigrationNames } = await engine.applyMigrations({
        migrationsList: migrationList(domain, migrations),
        filters: { externalTables: [], externalEnums: [] },
      });
      return appliedMigrationNames;
    });
  } catch (error) {
    throw new Error(`The migrations of ${domain} failed: ${withoutTrace(messageOf(error))}`, { cause: error });
  }
};

/** Creates the database that an address names when its server does not have it yet. */
export const createDatabase = async (databaseUrl: string): Promise<void> => {
  const { server, name } = splitUrl(databaseUrl);
  if (await canConnect(databaseUrl)) return;
  await withClient(server, async (client) => {
    try {
      await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`);
    } catch (error) {
      if (!hasCode(error, '42P04', '23505')) throw error; // somebody else was quicker
    }
  });
};

/** Connects, works and disconnects. */
export const withClient = async <T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> => {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined); // shows in the statement that was running
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
};

/** An address split into that of the server's own database and the database's name. */
export const splitUrl = (databaseUrl: string): { server: string; name: string } => {
  const url = new URL(databaseUrl);
  const name = decodeURIComponent(url.pathname.slice(1));
  url.pathname = '/postgres';
  return { server: url.href, name };
};

/** The engine appends where in its own code it was. */
const withoutTrace = (message: string): string => message.replace(/\n +0: [\s\S]*$/, '');

const MISSING_DATABASE = '3D000';

const canConnect = async (databaseUrl: string): Promise<boolean> => {
  try {
    await withClient(databaseUrl, async () => undefined);
    return true;
  } catch (error) {
    if (hasCode(error, MISSING_DATABASE)) return false;
    throw error;
  }
};

/** The quick way of a usual start: nothing to do, so the engine need not be loaded. */
const areApplied = (databaseUrl: string, migrations: Migration[]): Promise<boolean> =>
  withClient(databaseUrl, async (client) => {
    const table = await client.query(`SELECT to_regclass('_prisma_migrations') AS name`);
    if (table.rows[0]?.name === null) return migrations.length === 0;
    const { rows } = await client.query<{ migration_name: string; checksum: string }>(
      'SELECT migration_name, checksum FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL',
    );
    const applied = new Map(rows.map((row) => [row.migration_name, row.checksum]));
    const pending = await client.query(
      'SELECT 1 FROM _prisma_migrations WHERE finished_at IS NULL AND rolled_back_at IS NULL LIMIT 1',
    );
    return pending.rowCount === 0 && migrations.every(({ name, checksum }) => applied.get(name) === checksum);
  });
