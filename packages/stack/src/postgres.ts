import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, statfsSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { StartFailure } from './failure.ts';
import { type Account, giveTo, postgresAccount } from './postgres-account.ts';
import { type PostgresBinaries, postgresBinaries } from './postgres-binaries.ts';
import { commandOf, endProcess, isAlive, until } from './processes.ts';

/** Where a PostgreSQL keeps its data, where it listens on 127.0.0.1, and whether a power cut may cost it data. */
export type PostgresOptions = {
  dataDir: string;
  port: number;
  durable: boolean;
  maxConnections?: number;
  onExit?: (sentence: string) => void;
};

/** A PostgreSQL that answers. */
export type Postgres = { url: string; socketUrl: string; port: number; pid: number; stop(): Promise<void> };

const SPACE_NEEDED = 300 * 2 ** 20;
const CARELESS = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'autovacuum_naptime=60s'];
const SETTINGS = ['listen_addresses=127.0.0.1', 'shared_buffers=64MB', 'timezone=UTC', 'log_timezone=UTC'];

/** Starts the PostgreSQL that npm brought, on its own data folder; a server that a killed run left behind is ended first. */
export const startPostgres = async (options: PostgresOptions): Promise<Postgres> => {
  const binaries = postgresBinaries();
  mkdirSync(path.dirname(options.dataDir), { recursive: true });
  const account = postgresAccount(options.dataDir, Object.values(binaries));
  await endLeftover(options.dataDir);
  refuseFullDisk(options.dataDir);
  if (!existsSync(path.join(options.dataDir, 'PG_VERSION'))) createCluster(options.dataDir, binaries, account);

  const logFile = `${options.dataDir}.log`;
  const child = launch(options, binaries, account, logFile);
  const url = `postgres://postgres@127.0.0.1:${options.port}`;
  const { pid = 0 } = child;
  const hasEnded = () => pid === 0 || child.exitCode !== null;
  const answers = async () => isReady(options.dataDir, pid) && (await isPostgresAt(url));
  const settled = await until(async () => hasEnded() || (await answers()), 60_000);
  if (!settled) await endProcess(pid, 'SIGQUIT', 5_000);
  if (!settled || hasEnded())
    throw new StartFailure(`PostgreSQL did not start: ${lastComplaint(logFile)} (its log is ${logFile}).`);

  let stopping = false;
  child.on('exit', () => {
    if (!stopping)
      options.onExit?.(`PostgreSQL has ended by itself: ${lastComplaint(logFile)} (its log is ${logFile}).`);
  });
  const stop = async () => {
    stopping = true;
    await endProcess(pid, 'SIGINT', 15_000); // SIGINT is PostgreSQL's "fast" stop: connections are closed, nothing is lost
  };
  return { url, socketUrl: throughSocket(url, options), port: options.port, pid, stop };
};

/** A Unix socket's path has room for this many bytes; a data folder that lies deeper is reached over TCP alone. */
const SOCKET_PATH_MAX = 100;

const hasSocket = (dataDir: string, port: number): boolean =>
  process.platform !== 'win32' && Buffer.byteLength(`${dataDir}/.s.PGSQL.${port}`) <= SOCKET_PATH_MAX;

/** The address of a server on this machine through its Unix socket, which costs a third less than TCP for each statement. */
export const throughSocket = (url: string, { dataDir, port }: { dataDir: string; port: number }): string =>
  hasSocket(dataDir, port) && existsSync(`${dataDir}/.s.PGSQL.${port}`)
    ? `${url}?host=${encodeURIComponent(dataDir)}`
    : url;

/** Ends the PostgreSQL that runs on a data folder, if one does, and clears the pid file of one that was killed. */
export const endLeftover = async (dataDir: string): Promise<void> => {
  const pidFile = path.join(dataDir, 'postmaster.pid');
  const pid = postgresPid(dataDir);
  if (pid !== undefined) await endProcess(pid, 'SIGINT', 15_000);
  rmSync(pidFile, { force: true });
};

/** The process id of the PostgreSQL that runs on a data folder; a stale pid file does not count. */
export const postgresPid = (dataDir: string): number | undefined => {
  const pidFile = path.join(dataDir, 'postmaster.pid');
  if (!existsSync(pidFile)) return undefined;
  const pid = Number(readFileSync(pidFile, 'utf8').split('\n')[0]);
  return isAlive(pid) && commandOf(pid).includes(dataDir) ? pid : undefined;
};

/** Our own server says so in its pid file; at the port alone another one might answer. */
const isReady = (dataDir: string, pid: number): boolean => {
  const pidFile = path.join(dataDir, 'postmaster.pid');
  if (!existsSync(pidFile)) return false;
  const lines = readFileSync(pidFile, 'utf8').split('\n');
  return Number(lines[0]) === pid && lines[7]?.trim() === 'ready';
};

/** Whether a PostgreSQL answers at an address. */
export const isPostgresAt = async (url: string): Promise<boolean> => {
  const client = new pg.Client({ connectionString: `${url}/postgres`, connectionTimeoutMillis: 2_000 });
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
};

const launch = (
  options: PostgresOptions,
  binaries: PostgresBinaries,
  account: Account,
  logFile: string,
): ChildProcess => {
  const sockets = `unix_socket_directories=${hasSocket(options.dataDir, options.port) ? options.dataDir : ''}`;
  const connections = `max_connections=${options.maxConnections ?? 300}`;
  const settings = [...SETTINGS, connections, sockets, ...(options.durable ? [] : CARELESS)].flatMap((setting) => [
    '-c',
    setting,
  ]);
  const args = ['-D', options.dataDir, '-p', String(options.port), ...settings];
  const log = openSync(logFile, 'w');
  // A session of its own: Ctrl-C in the terminal is ours to pass on, in order.
  const child = spawn(...account.wrap(binaries.postgres, args), {
    ...account.spawnAs,
    detached: true,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  child.on('error', () => undefined); // shows as an exit
  return child;
};

/** Made aside and moved into place, so that a start killed halfway leaves no half-made cluster. */
const createCluster = (dataDir: string, { initdb }: PostgresBinaries, account: Account): void => {
  const aside = `${dataDir}.new`;
  rmSync(aside, { recursive: true, force: true });
  mkdirSync(aside, { mode: 0o700 });
  giveTo(account, aside);
  const args = [
    '-D',
    aside,
    '--username=postgres',
    '--auth=trust',
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--no-sync',
    '--no-instructions',
  ];
  const made = spawnSync(...account.wrap(initdb, args), { ...account.spawnAs, encoding: 'utf8' });
  if (made.status !== 0)
    throw new StartFailure(`PostgreSQL could not create ${dataDir}: ${made.error?.message ?? lastLine(made.stderr)}.`);
  rmSync(dataDir, { recursive: true, force: true });
  renameSync(aside, dataDir);
};

const refuseFullDisk = (dataDir: string): void => {
  const { bavail, bsize } = statfsSync(path.dirname(dataDir));
  const free = bavail * bsize;
  if (free < SPACE_NEEDED)
    throw new StartFailure(
      `The disk of ${path.dirname(dataDir)} is full (${Math.round(free / 2 ** 20)} MB free): free at least ${SPACE_NEEDED / 2 ** 20} MB and start again.`,
    );
};

const lastComplaint = (logFile: string): string => {
  const lines = existsSync(logFile) ? readFileSync(logFile, 'utf8').split('\n') : [];
  const complaint = lines.findLast((line) => /FATAL|PANIC|ERROR/.test(line)) ?? lines.findLast((line) => line !== '');
  return complaint?.replace(/^.*?(FATAL|PANIC|ERROR|LOG): +/, '') ?? 'it said nothing';
};

const lastLine = (text: string): string => text.trim().split('\n').at(-1) ?? '';
