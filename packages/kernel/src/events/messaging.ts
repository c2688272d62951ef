import type { Redis } from 'ioredis';
import type { Pool } from 'pg';
import type { Logger } from '../log.ts';
import { openDirect } from '../sql.ts';
import type { Job, Timer } from '../timer.ts';
import type { Database, SqlTx } from '../work.ts';
import type { AnyConsumer } from './consumer.ts';
import { replayRequested } from './dead-letters.ts';
import { runDue } from './deadlines.ts';
import { streamOf } from './envelope.ts';
import { lead } from './leadership.ts';
import { type Loop, loop } from './loop.ts';
import type { EventMacs } from './macs.ts';
import { startReader } from './reader.ts';
import { trim } from './streams.ts';
import { openTelling } from './telling.ts';
import { countBacklog, forgetBacklog, forgetOldRows } from './upkeep.ts';

/** What a domain needs to tell, to hear and to keep deadlines. */
export interface MessagingParts<Tx extends SqlTx> {
  readonly service: string;
  readonly db: Database<Tx>;
  readonly pool: Pool;
  readonly redis: Redis;
  readonly redisUrl: string;
  readonly macs: EventMacs;
  readonly log: Logger;
  readonly consumers: readonly AnyConsumer<Tx>[];
  readonly timers: readonly (Timer<Tx> | Job)[];
}

/** How often to look even though nobody called: notifications can be lost with a connection. */
const RELAY_POLL_MS = 1_000;
const DEADLINE_POLL_MS = 500;
const UPKEEP_MS = 15_000;
const PURGE_EVERY = 240;

/** Starts a domain's relay, its consumers, its deadlines and their upkeep. */
export async function startMessaging<Tx extends SqlTx>(
  parts: MessagingParts<Tx>,
): Promise<{ alive(): boolean; stop(): Promise<void> }> {
  const { service, pool, redis, log, timers } = parts;
  const complain = (what: string) => (error: unknown) =>
    log.warn({ err: String(error) }, `${what} failed; trying again`);
  let duties: { relay: Loop; stop(): Promise<void> } | undefined;
  const connectionString = pool.options.connectionString ?? '';

  const leadership = lead({
    connectionString,
    service,
    log,
    duties: {
      begin() {
        duties = startDuties(parts, complain);
      },
      woken: () => duties?.relay.poke(),
      async end() {
        await duties?.stop();
        duties = undefined;
      },
    },
  });
  const deadlines =
    timers.length > 0 ? loop(DEADLINE_POLL_MS, () => runDue(parts), complain('Keeping deadlines')) : undefined;
  const onReady = () => duties?.relay.poke();
  redis.on('ready', onReady);

  return {
    alive: () => true,
    async stop() {
      redis.off('ready', onReady);
      await deadlines?.stop();
      await leadership.stop();
      log.debug('messaging stopped');
    },
  };

  function startDuties(given: MessagingParts<Tx>, onError: (what: string) => (error: unknown) => void) {
    const relay = loop(RELAY_POLL_MS, openTelling(given), onError('Telling events'));
    const reader = startReader({ ...given, direct: openDirect(pool) });
    const loops = [relay, loop(UPKEEP_MS, upkeep(), onError('Upkeep of events'))];
    return {
      relay,
      async stop() {
        await Promise.all([reader.stop(), ...loops.map((each) => each.stop())]);
        forgetBacklog(service);
      },
    };
  }

  function upkeep(): () => Promise<boolean> {
    let rounds = 0;
    return quiet(async () => {
      if (rounds++ % PURGE_EVERY === 0) await forgetOldRows(pool);
      await replayRequested(parts);
      await countBacklog(service, pool);
      await trim(redis, streamOf(service));
    });
  }
}

/** A round of a loop after which there is nothing more to do at once. */
const quiet = (work: () => Promise<unknown>) => async (): Promise<boolean> => {
  await work();
  return false;
};
