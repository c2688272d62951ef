import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { migrate, splitUrl, withClient } from './migrate.ts';
import { migrationsFolder, migrationsOf, schemaFilesOf } from './migration-files.ts';
import { withSchemaEngine } from './schema-engine.ts';

/** Writes the migration that leads from a domain's migrations to its Prisma schema; answers its file, or nothing to do. */
export const newMigration = async (domain: string, title: string, serverUrl: string): Promise<string | undefined> => {
  const script = await difference(domain, serverUrl);
  if (script === undefined) return undefined;
  const file = path.join(migrationsFolder(domain), nextName(domain, title), 'migration.sql');
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, script);
  const lock = path.join(migrationsFolder(domain), 'migration_lock.toml');
  if (!existsSync(lock)) writeFileSync(lock, 'provider = "postgresql"\n');
  return file;
};

/** The statements that a domain's Prisma schema has over its migrations, found on a throw-away database. */
export const difference = async (domain: string, serverUrl: string): Promise<string | undefined> => {
  const name = `${domain}_shadow_${process.pid}`;
  const url = `${serverUrl}/${name}`;
  try {
    await migrate(domain, url);
    return await compare(domain, url);
  } finally {
    await withClient(splitUrl(url).server, (client) => client.query(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`));
  }
};

const compare = (domain: string, url: string): Promise<string | undefined> => {
  const datamodels = schemaFilesOf(domain);
  const files = datamodels.map(([path, content]) => ({ path, content }));
  return withSchemaEngine(url, datamodels, async (engine) => {
    const { stdout, exitCode } = await engine.diff({
      from: { tag: 'schemaDatasource', files, configDir: migrationsFolder(domain) },
      to: { tag: 'schemaDatamodel', files },
      script: true,
      exitCode: true,
      filters: { externalTables: ['public._prisma_migrations'], externalEnums: [] },
    });
    return exitCode === 0 ? undefined : `${(stdout ?? '').trim()}\n`;
  });
};

const nextName = (domain: string, title: string): string => {
  const last = migrationsOf(domain).at(-1)?.name ?? '0000';
  return `${String(Number.parseInt(last, 10) + 1).padStart(4, '0')}_${title.replaceAll(/[^a-z0-9]+/gi, '_').toLowerCase()}`;
};
