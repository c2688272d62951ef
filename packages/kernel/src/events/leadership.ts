import pg from 'pg';
import type { Logger } from '../log.ts';
import { SESSION } from '../session.ts';

/** Any constant will do; it only has to be the same in every process of one domain. */
const LOCK = 7_001;
const RETRY_MS = 1_000;
const GOODBYE_MS = 1_000;
/** A leader that the database does not answer any more steps down before the database gives its place to another (SESSION). */
const BEAT_MS = 4_000;
/** A database that is gone without a word is noticed: by who asks for leadership, and by a leader that only listens. */
const PATIENCE = {
  connectionTimeoutMillis: 5_000,
  query_timeout: 5_000,
  keepAlive: true,
  keepAliveInitialDelayMillis: 10_000,
};

/** What a leader does. `woken` runs whenever a transaction has told something. */
export interface Duties {
  begin(): void;
  woken(): void;
  end(): Promise<void>;
}

/**
 * Of all processes of one domain, one tells and hears at a time, so that events of one subject stay in order. The
 * database decides: leadership is a session lock, which a crash, a kill or a cut connection gives up by itself.
 * Should two overlap for a moment, the inbox still lets each effect happen once.
 */
export function lead(settings: { connectionString: string; service: string; log: Logger; duties: Duties }): {
  leading(): boolean;
  stop(): Promise<void>;
} {
  const { connectionString, service, log, duties } = settings;
  let stopped = false;
  let leading = false;
  let wake = () => {};
  const pause = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  async function term(): Promise<void> {
    const client = new pg.Client({ connectionString, application_name: `${service} leader`, ...SESSION, ...PATIENCE });
    const lost = new Promise<void>((resolve) => {
      client.on('error', () => resolve());
      client.on('end', () => resolve());
    });
    client.on('notification', () => duties.woken());
    const heart = openHeart(client);
    try {
      await client.connect();
      await client.query('LISTEN outbox');
      while (!stopped && !(await tryLock(client))) await pause(RETRY_MS);
      if (stopped) return;
      leading = true;
      duties.begin();
      await Promise.race([lost, ended, heart.silent]);
    } finally {
      heart.stop();
      if (leading) await duties.end();
      leading = false;
      // Nobody may be there any more to say goodbye to.
      await Promise.race([client.end().catch(() => {}), pause(GOODBYE_MS)]);
    }
  }

  let finish = () => {};
  const ended = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const done = (async () => {
    while (!stopped) {
      await term().catch((error: Error) =>
        log.warn({ err: error.message }, 'the database does not answer; events wait in the outbox'),
      );
      if (!stopped) await pause(RETRY_MS);
    }
  })();

  return {
    leading: () => leading,
    async stop() {
      stopped = true;
      finish();
      wake();
      await done;
    },
  };
}

/** Asks for a word now and then; `silent` once there was none. */
function openHeart(client: pg.Client): { silent: Promise<void>; stop(): void } {
  let timer: NodeJS.Timeout | undefined;
  const silent = new Promise<void>((resolve) => {
    timer = setInterval(() => void client.query('SELECT 1').catch(() => resolve()), BEAT_MS);
  });
  return { silent, stop: () => clearInterval(timer) };
}

async function tryLock(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ mine: boolean }>('SELECT pg_try_advisory_lock($1) AS mine', [LOCK]);
  return rows[0]?.mine === true;
}
