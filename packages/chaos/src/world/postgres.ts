import { readdirSync, readFileSync, readlinkSync, realpathSync } from 'node:fs';
import { withClient } from '@app/stack/migrate';
import { type Postgres, startPostgres } from '@app/stack/postgres';
import { isAlive, until } from '@app/stack/processes';
import { insist } from '../pause.ts';

/** A part of the world that comes back when it is killed. */
export interface Part {
  readonly port: number;
  /** SIGKILL; resolves once it answers again. A second one while it is on its way back does nothing. */
  kill(): Promise<void>;
  stop(): Promise<void>;
  /** Ends it now and without waiting. */
  abandon(): void;
}

/** A PostgreSQL, of which also a single backend can be killed, which makes it recover by itself. */
export interface KillablePostgres extends Part {
  readonly url: string;
  killBackend(nth: number): boolean;
}

/** Starts a durable PostgreSQL of our own. */
export async function openPostgres(dataDir: string, port: number): Promise<KillablePostgres> {
  const start = () => startPostgres({ dataDir, port, durable: true, maxConnections: 200 });
  let running: Postgres = await start();
  // What was written survives a killed process in the system's memory; synchronising every file after each kill would take
  // longer than the run. Commits stay synchronous, or a kill would lose them.
  await withClient(`${running.url}/postgres`, async (client) => {
    await client.query('ALTER SYSTEM SET fsync = off');
    await client.query('SELECT pg_reload_conf()');
  });
  let returning: Promise<void> | undefined;

  async function dieAndReturn(): Promise<void> {
    // All at once, as a machine that loses its power.
    for (const pid of [running.pid, ...childrenOf(running.pid)]) kill(pid);
    // A backend that was being born meanwhile outlives its postmaster, and keeps the next one from starting.
    const family = () => processesIn(dataDir).filter(isAlive);
    await until(() => {
      for (const pid of family()) kill(pid);
      return family().length === 0;
    }, 10_000);
    // On a busy machine recovering may take longer than a start is given.
    running = await insist(10, start);
  }
  return {
    port,
    url: running.url,
    kill() {
      returning ??= dieAndReturn().finally(() => {
        returning = undefined;
      });
      return returning;
    },
    killBackend(nth) {
      const backends = childrenOf(running.pid);
      const pid = backends[nth % Math.max(1, backends.length)];
      if (pid !== undefined && !returning) kill(pid);
      return pid !== undefined && !returning;
    },
    abandon: () => kill(running.pid),
    async stop() {
      await returning?.catch(() => undefined);
      await running.stop();
    },
  };
}

const kill = (pid: number): void => {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended before.
  }
};

/** The processes of which this holds; one that ends meanwhile is none. */
const processes = (holds: (pid: number) => boolean): number[] =>
  readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .map(Number)
    .filter((pid) => {
      try {
        return holds(pid);
      } catch {
        return false;
      }
    });

/** The processes that a process has started. */
const childrenOf = (parent: number): number[] =>
  processes((pid) => Number(/^\d+ \(.*\) \S (\d+)/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))?.[1]) === parent);

/** The processes that live in a folder: every one of a PostgreSQL, in that of its data. */
function processesIn(folder: string): number[] {
  const home = realpathSync(folder);
  return processes((pid) => readlinkSync(`/proc/${pid}/cwd`) === home);
}
