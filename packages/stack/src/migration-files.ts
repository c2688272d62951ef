import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { inRepository } from './paths.ts';
import type { SchemaFile } from './schema-engine.ts';

/** A migration as it lies in its folder, with the checksum that Prisma writes down when it applies it. */
export type Migration = { name: string; script: string; checksum: string };

/** The migrations of a domain, in the order they are applied. */
export const migrationsOf = (domain: string): Migration[] => {
  const folder = migrationsFolder(domain);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => existsSync(path.join(folder, name, 'migration.sql')))
    .sort()
    .map((name) => {
      const script = readFileSync(path.join(folder, name, 'migration.sql'), 'utf8');
      return { name, script, checksum: createHash('sha256').update(script).digest('hex') };
    });
};

/** A short name for the state that a domain's migrations lead to. */
export const migrationsHash = (migrations: Migration[]): string =>
  createHash('sha256')
    .update(migrations.map(({ name, checksum }) => `${name} ${checksum}\n`).join(''))
    .digest('hex');

/** The folder of a domain's migrations. */
export const migrationsFolder = (domain: string): string => inRepository('prisma', domain, 'migrations');

/** The Prisma schema of a domain, all its files. */
export const schemaFilesOf = (domain: string): SchemaFile[] => {
  const folder = inRepository('prisma', domain);
  return readdirSync(folder)
    .filter((name) => name.endsWith('.prisma'))
    .sort()
    .map((name) => [path.join(folder, name), readFileSync(path.join(folder, name), 'utf8')]);
};

/** A domain's migrations in the words of Prisma's engine. */
export const migrationList = (domain: string, migrations: Migration[]) => ({
  baseDir: migrationsFolder(domain),
  lockfile: { path: 'migration_lock.toml', content: 'provider = "postgresql"\n' },
  shadowDbInitScript: '',
  migrationDirectories: migrations.map(({ name, script }) => ({
    path: name,
    migrationFile: { path: 'migration.sql', content: { tag: 'ok' as const, value: script } },
  })),
});
