// npm run dead-letters -- [domain]                 lists reactions that failed for good
// npm run dead-letters -- <domain> replay [id]     asks the running service to try one of them again, or all
import { type Domain, domains } from '@app/schema/sdl';
import pg from 'pg';
import { listDeadLetters, requestReplay } from '../src/events/dead-letters.ts';

const say = (line: string) => process.stdout.write(`${line}\n`);
const [wanted, verb, id] = process.argv.slice(2);

if (wanted !== undefined && !domains.includes(wanted as Domain)) {
  say(`There is no domain "${wanted}". Domains: ${domains.join(', ')}.`);
  process.exit(2);
}

for (const domain of wanted === undefined ? domains : [wanted]) {
  const connectionString = process.env[`${domain.toUpperCase()}_DATABASE_URL`];
  if (!connectionString) {
    say(`${domain}: ${domain.toUpperCase()}_DATABASE_URL is not set.`);
    process.exitCode = 2;
    continue;
  }
  const pool = new pg.Pool({ connectionString, max: 1 });
  if (verb === 'replay')
    say(
      `${domain}: ${await requestReplay(pool, id ?? null)} asked for; the running service tries them within 15 seconds.`,
    );
  else await list(domain, pool);
  await pool.end();
}

async function list(domain: string, pool: pg.Pool): Promise<void> {
  const letters = await listDeadLetters(pool);
  say(`${domain}: ${letters.length === 0 ? 'none' : letters.length}`);
  for (const { id: letter, consumer, event, attempts, failedAt, error } of letters) {
    say(`  ${letter}  ${failedAt.toISOString()}  ${consumer}  ${event.type} of ${event.subject}  ${attempts} attempts`);
    say(`    ${error.split('\n')[0]}`);
  }
}
