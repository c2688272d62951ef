import { setTimeout as sleep } from 'node:timers/promises';
import { serviceNames } from '@app/stack/services';
import type { Ground, Statement } from './ground.ts';
import { processorMs } from './processor.ts';
import type { Shop } from './shop.ts';

/** What one round came to. */
export interface Round {
  readonly clients: number;
  readonly perSecond: number;
  /** Latencies of a complete order in milliseconds, sorted. */
  readonly times: readonly number[];
  /** Every SQL statement of the round, those of everything that follows from an order included. */
  readonly statements: readonly Statement[];
  /** Processor time an order, in milliseconds: of our services, of PostgreSQL, of the load. */
  readonly processor: { readonly ours: number; readonly postgres: number; readonly load: number };
  /** How long after the last order everything that follows was done, in milliseconds. */
  readonly drainedMs: number;
}

const DRAINED_WITHIN_MS = 60_000;

/** So many clients order for so long, each one order after the other; counted is until nothing is on its way any more. */
export async function measure(
  ground: Ground,
  shop: Shop,
  { clients, seconds }: { clients: number; seconds: number },
): Promise<Round> {
  await Promise.all(Array.from({ length: clients }, (_, client) => shop.order(client)));
  await drained(ground);
  await ground.begin();
  const before = spent(ground);
  const started = performance.now();
  const times = await load(shop, clients, started + seconds * 1_000);
  const ended = performance.now();
  await drained(ground);
  const drainedMs = performance.now() - ended;
  const [statements, after] = [await ground.end(), spent(ground)];
  const each = (total: number) => total / times.length;
  return {
    clients,
    perSecond: (times.length * 1_000) / (ended - started),
    times,
    statements,
    processor: {
      ours: each(after.ours - before.ours),
      postgres: each(after.postgres - before.postgres),
      load: each(after.load - before.load),
    },
    drainedMs,
  };
}

async function load(shop: Shop, clients: number, until: number): Promise<number[]> {
  const times: number[] = [];
  const client = async (_: unknown, customer: number) => {
    while (performance.now() < until) {
      const begun = performance.now();
      await shop.order(customer);
      times.push(performance.now() - begun);
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  return times.sort((a, b) => a - b);
}

/** Waits until no relay has anything to tell, twice in a row: a reaction tells something itself. */
async function drained(ground: Ground): Promise<void> {
  const end = performance.now() + DRAINED_WITHIN_MS;
  for (let empty = 0; empty < 3 && performance.now() < end; ) {
    await sleep(50);
    empty = (await ground.waiting()) === 0 ? empty + 1 : 0;
  }
}

function spent({ stack, postgresPid }: Ground) {
  const pids = serviceNames.flatMap((name) => stack.processes.pid(name) ?? []);
  const { user, system } = process.cpuUsage();
  return {
    ours: pids.reduce((sum, pid) => sum + processorMs(pid), 0),
    postgres: processorMs(postgresPid),
    load: (user + system) / 1_000,
  };
}

const COLUMNS = [
  'clients',
  'orders/s',
  'p50 ms',
  'p95 ms',
  'p99 ms',
  'SQL each',
  'PG ms',
  'PG share',
  'CPU ours',
  'CPU PG',
  'CPU load',
  'cores',
  'drained',
];

/** The names of the columns of `lineOf`. */
export const heading = COLUMNS.map((name) => name.padStart(9)).join('');

/**
 * A round as a line of the table. PG share: how much of an order's time PostgreSQL worked on its statements. cores: how many
 * the round was given, all together; on a machine that does something else as well, fewer than it has.
 */
export function lineOf({ clients, perSecond, times, statements, processor, drainedMs }: Round): string {
  const each = (of: (statement: Statement) => number) =>
    statements.reduce((sum, statement) => sum + of(statement), 0) / times.length;
  const postgresMs = each(({ ms }) => ms);
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? Number.NaN;
  const mean = times.reduce((sum, ms) => sum + ms, 0) / times.length;
  const cells = [
    String(clients),
    perSecond.toFixed(1),
    ...[0.5, 0.95, 0.99].map((share) => at(share).toFixed(0)),
    each(({ calls }) => calls).toFixed(1),
    postgresMs.toFixed(1),
    `${((100 * postgresMs) / mean).toFixed(0)} %`,
    ...[processor.ours, processor.postgres, processor.load].map((ms) => ms.toFixed(1)),
    (((processor.ours + processor.postgres + processor.load) * perSecond) / 1_000).toFixed(2),
    `${drainedMs.toFixed(0)} ms`,
  ];
  return cells.map((cell) => cell.padStart(9)).join('');
}
