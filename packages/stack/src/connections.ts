import { POOL_SIZE } from '@app/kernel/db';
import { domains } from './domains.ts';
import type { Mounting } from './services.ts';

/** What PostgreSQL allows by itself here, and what of it is left for tools, tests and a rolling restart. */
const MAX_CONNECTIONS = 300;
const LEFT_FREE = 60;
/** A command and a reaction at once, and one to spare. */
const SMALLEST_POOL = 3;
/** Beside its pool, a domain waits for leadership on a connection of its own, in every process. */
const LEADER = 1;

/** How many connections each domain's pool has in one process, so that all workers together leave some free. */
export const poolSizeFor = (workers: number, mounting: Mounting): number => {
  if (mounting === 'split') return POOL_SIZE;
  const share = Math.floor((MAX_CONNECTIONS - LEFT_FREE) / (workers * domains.length)) - LEADER;
  return Math.min(POOL_SIZE, Math.max(SMALLEST_POOL, share));
};

/** How many connections our own PostgreSQL must allow for that. */
export const maxConnectionsFor = (workers: number, mounting: Mounting): number => {
  const processes = mounting === 'split' ? 1 : workers;
  const used = processes * domains.length * (poolSizeFor(workers, mounting) + LEADER);
  return Math.max(MAX_CONNECTIONS, used + LEFT_FREE);
};
