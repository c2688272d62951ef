// Migrates and seeds the databases that the environment names: what a container runs once before the services start.
import { configuredDatabases, databasesOn, migrateAll } from './databases.ts';
import { domains } from './domains.ts';
import { databaseVariable } from './environment.ts';
import { messageOf } from './failure.ts';

const configured = configuredDatabases(process.env);
const missing = domains.filter((domain) => !configured[domain]).map(databaseVariable);
try {
  if (missing.length > 0) throw new Error(`These are not set: ${missing.join(', ')}`);
  const databases = databasesOn('postgres://unused', configured);
  const migrated = await migrateAll(databases);
  process.stdout.write(`migrated: ${migrated.join(', ') || 'nothing to do'}\n`);
  for (const domain of domains) process.env[databaseVariable(domain)] = databases[domain];
  await import('./seed-databases.ts');
  process.stdout.write('seeded\n');
} catch (error) {
  process.stderr.write(`${messageOf(error)}\n`);
  process.exit(1);
}
