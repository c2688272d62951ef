#!/usr/bin/env node
// Writes the next migration of a domain from its Prisma schema: npm run migration -- <domain> <name>
// With --check as the name it only says whether schema and migrations agree.
import { register } from 'tsx/esm/api';

register();
const { difference, newMigration } = await import('../src/new-migration.ts');
const { testPartsUp, testPostgresUrl } = await import('../src/test-parts.ts');
const { isDomain, domains } = await import('../src/domains.ts');
const say = (line) => process.stdout.write(`${line}\n`);

const [domain = '', name = ''] = process.argv.slice(2);
if (!isDomain(domain) || name === '') {
  say(`usage: npm run migration -- <${domains.join('|')}> <name>`);
  process.exit(2);
}
try {
  await testPartsUp();
  if (name === '--check') {
    const script = await difference(domain, testPostgresUrl());
    say(script ?? `${domain}: schema and migrations agree`);
    process.exit(script === undefined ? 0 : 1);
  }
  const file = await newMigration(domain, name, testPostgresUrl());
  say(
    file
      ? `${file}\nAppend what Prisma cannot say (CHECK constraints, partial indexes) below.`
      : `${domain}: nothing to migrate`,
  );
  process.exit(0);
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}
