// npm run chaos:mutants [-- part of a name, or a workspace]: each guard taken out of a copy of the sources; somebody has to notice each.
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { freePort } from '@app/stack/ports';
import { startPostgres } from '@app/stack/postgres';
import { isAlive } from '@app/stack/processes';
import { startRedis } from '@app/stack/redis';
import { mutants } from '../../mutants/index.ts';
import { notice, type Room, withoutAny } from './catch.ts';
import { copySources } from './copy.ts';
import { withMutant } from './mutate.ts';

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const wanted = process.argv.slice(2).join(' ');
const chosen = mutants.filter(({ name, caughtBy }) => `${name} ${JSON.stringify(caughtBy)}`.includes(wanted));
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

let escaped = 0;
try {
  // Who fails although nothing was changed does not count.
  const before = await withoutAny(room, chosen);
  const trusted = new Set(before.flatMap(({ good }) => good));
  for (const name of before.flatMap(({ broken }) => broken)) say(`fails without any mutant: ${name}`);
  for (const mutant of chosen) {
    const found = await withMutant(mutant, sources, () => notice(room, mutant)).catch((error: Error) => error);
    const noticed = found instanceof Error ? [] : found.broken.filter((name) => trusted.has(name));
    if (noticed.length === 0) escaped += 1;
    const by = noticed[0] ?? (found instanceof Error ? found.message.split('\n')[0] : 'nobody');
    say(`| ${noticed.length > 0 ? '✔' : '✘'} | ${mutant.name} | ${mutant.breaks} | ${by} |`);
  }
} finally {
  await Promise.all([postgres.stop(), redis.stop()]);
  rmSync(folder, { recursive: true, force: true });
}
say(`\n${chosen.length - escaped} of ${chosen.length} mutants were caught`);
process.exit(escaped === 0 ? 0 : 1);
