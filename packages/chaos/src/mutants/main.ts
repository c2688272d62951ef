// npm run chaos:mutants [-- part of a name]: each guard taken out of a copy of the sources; somebody has to notice each.
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { freePort } from '@app/stack/ports';
import { startPostgres } from '@app/stack/postgres';
import { isAlive } from '@app/stack/processes';
import { startRedis } from '@app/stack/redis';
import { mutants } from '../../mutants/index.ts';
import { catchBy, type Room } from './catch.ts';
import { copySources } from './copy.ts';
import { withMutant } from './mutate.ts';

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const wanted = process.argv.slice(2).join(' ');
const chosen = mutants.filter(({ name }) => name.includes(wanted));
const folder = mkdtempSync(path.join(os.tmpdir(), 'mutants-'));
const sources = path.join(folder, 'sources');
copySources(sources);
const postgres = await startPostgres({ dataDir: path.join(folder, 'pg'), port: await freePort(), durable: false });
const redis = await startRedis({ dataDir: path.join(folder, 'redis'), port: await freePort(), durable: false });
const room: Room = { folder: sources, postgresUrl: postgres.url, redisUrl: redis.url };

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
process.once('exit', () => {
  for (const { pid } of [postgres, redis]) if (isAlive(pid)) process.kill(pid, 'SIGKILL');
});

/** Who notices something although nothing was changed could notice anything. */
async function trusted(): Promise<Set<string>> {
  const good = new Set<string>();
  for (const catcher of new Map(chosen.map(({ caughtBy }) => [JSON.stringify(caughtBy), caughtBy])).values()) {
    const noticed = await catchBy(room, catcher).catch((error: unknown) => [String(error)]);
    if (noticed.length === 0) good.add(JSON.stringify(catcher));
    else say(`without any mutant: ${JSON.stringify(catcher)} fails: ${noticed[0]}`);
  }
  return good;
}

let escaped = 0;
try {
  const good = await trusted();
  for (const mutant of chosen) {
    const key = JSON.stringify(mutant.caughtBy);
    const noticed = good.has(key)
      ? await withMutant(mutant, sources, () => catchBy(room, mutant.caughtBy)).catch((error: Error) => error)
      : new Error('whoever is to notice fails without it as well');
    const caught = Array.isArray(noticed) && noticed.length > 0;
    if (!caught) escaped += 1;
    const by = noticed instanceof Error ? noticed.message.split('\n')[0] : (noticed[0] ?? 'nobody');
    say(`| ${caught ? '✔' : '✘'} | ${mutant.name} | ${mutant.breaks} | ${by} |`);
  }
} finally {
  await Promise.all([postgres.stop(), redis.stop()]);
  rmSync(folder, { recursive: true, force: true });
}
say(`\n${chosen.length - escaped} of ${chosen.length} mutants were caught`);
process.exit(escaped === 0 ? 0 : 1);
