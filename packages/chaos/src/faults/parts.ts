import { domains } from '@app/stack/domains';
import type { ServiceName } from '@app/stack/services';
import pg from 'pg';
import { pause } from '../pause.ts';
import { pickWeighted } from '../random.ts';
import type { Injection } from './links.ts';
import { KILL } from './tally.ts';

const WEIGHTS: readonly (readonly [ServiceName, number])[] = [
  ['gateway', 1],
  ['users', 1],
  ['businesses', 1.5],
  ['inventory', 3],
  ['payments', 3.5],
  ['orders', 3.5],
  ['delivery', 4],
  ['ratings', 3],
  ['sandbox-provider', 3],
];

/** SIGKILLs one process of ours, wherever it is; its supervisor starts it again. */
export function killService({ world, random, tally }: Injection): void {
  const name = pickWeighted(random, WEIGHTS);
  const service = world.services.get(name);
  if (service?.pid() === undefined) return;
  service.kill('SIGKILL');
  tally.count(`${KILL}${name}`);
}

/** SIGKILLs PostgreSQL as a whole, or one of its backends, after which it recovers by itself. */
export async function killPostgres({ world, random, tally }: Injection): Promise<void> {
  if (random.chance(0.3)) {
    tally.count(`${KILL}PostgreSQL`);
    await world.postgres.kill();
  } else if (world.postgres.killBackend(random.between(0, 100))) tally.count(`${KILL}a PostgreSQL backend`);
}

/** SIGKILLs Redis, which comes back with nothing. */
export async function killRedis({ world, tally }: Injection): Promise<void> {
  tally.count(`${KILL}Redis`);
  await world.redis.kill();
}

/** Empties Redis while it runs. */
export async function emptyRedis({ world, tally }: Injection): Promise<void> {
  await world.redis.client.flushall();
  tally.count('Redis emptied');
}

/** Has a domain's events heard again from the start: the groups forget where they were, or the outbox tells all of it anew. */
export async function replayEvents({ world, random, tally }: Injection): Promise<void> {
  const domain = random.pick(domains);
  if (random.chance(0.5)) {
    const stream = `events:${domain}`;
    const groups = (await world.redis.client.xinfo('GROUPS', stream)) as (string | number)[][];
    for (const group of groups) await world.redis.client.xgroup('SETID', stream, String(group[1]), '0');
    tally.count('events heard again: groups set to 0');
    return;
  }
  const client = new pg.Client({ connectionString: world.databases[domain], connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query(`UPDATE "OutboxEvent" SET "publishedAt" = NULL WHERE "channel" = 'event'`);
    tally.count('events heard again: outbox told anew');
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Puts one process's clock wrong for a while, sometimes by more than any token lives. */
export async function shiftClock({ world, random, tally, signal }: Injection): Promise<void> {
  const name = pickWeighted(random, WEIGHTS);
  const seconds = random.pick([-90, -40, -8, -2, 2, 8, 40, 90]);
  world.control.clock(name, seconds * 1_000);
  tally.count('clock jump');
  await pause(random.between(500, 5_000), signal);
  world.control.clock(name, 0);
}
