import { spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Redis as Client } from 'ioredis';
import { StartFailure } from './failure.ts';
import { endProcess, isAlive, until } from './processes.ts';
import { type RedisBinary, redisBinary } from './redis-binary.ts';

/** Where a Redis keeps its data, where it listens on 127.0.0.1, and whether its data outlive it. */
export type RedisOptions = {
  dataDir: string;
  port: number;
  durable: boolean;
  binary?: RedisBinary;
  onExit?: (sentence: string) => void;
};

/** A Redis that answers. */
export type Redis = { url: string; port: number; pid: number; stop(): Promise<void> };

/** Starts a private Redis in its own folder; one that a killed run left behind there is ended first. */
export const startRedis = async (options: RedisOptions): Promise<Redis> => {
  const binary = options.binary ?? (await redisBinary());
  mkdirSync(options.dataDir, { recursive: true, mode: 0o700 });
  await endLeftoverRedis(options.dataDir);
  const logFile = `${options.dataDir}.log`;
  const child = launch(options, binary, logFile);
  const url = `redis://127.0.0.1:${options.port}`;
  const { pid = 0 } = child;
  writeFileSync(path.join(options.dataDir, 'running'), `${pid} ${options.port}\n`);
  const hasEnded = () => pid === 0 || child.exitCode !== null;
  const settled = await until(async () => hasEnded() || (await redisPid(options.dataDir)) === pid, 30_000);
  if (!settled) await endProcess(pid, 'SIGKILL', 1_000);
  if (!settled || hasEnded())
    throw new StartFailure(`Redis did not start: ${lastWords(logFile)} (its log is ${logFile}).`);

  let stopping = false;
  child.on('exit', () => {
    if (!stopping) options.onExit?.(`Redis has ended by itself: ${lastWords(logFile)} (its log is ${logFile}).`);
  });
  const stop = async () => {
    stopping = true;
    await endProcess(pid, 'SIGTERM', 10_000);
    rmSync(path.join(options.dataDir, 'running'), { force: true });
  };
  return { url, port: options.port, pid, stop };
};

/** Whether a Redis answers at an address. */
export const isRedisAt = async (url: string): Promise<boolean> =>
  (await ask(url, (client) => client.ping())) === 'PONG';

/** Ends the Redis that runs in a folder, if one does. */
export const endLeftoverRedis = async (dataDir: string): Promise<void> => {
  const pid = await redisPid(dataDir);
  if (pid !== undefined) await endProcess(pid, 'SIGTERM', 10_000);
  rmSync(path.join(dataDir, 'running'), { force: true });
};

/** The process id of the Redis that runs in a folder: the server itself is asked where it works, as ids are reused. */
export const redisPid = async (dataDir: string): Promise<number | undefined> => {
  const file = path.join(dataDir, 'running');
  if (!existsSync(file)) return undefined;
  const [pid = 0, port = 0] = readFileSync(file, 'utf8').split(' ').map(Number);
  if (!isAlive(pid)) return undefined;
  const answer = await ask(`redis://127.0.0.1:${port}`, (client) => client.config('GET', 'dir'));
  return Array.isArray(answer) && answer[1] === path.resolve(dataDir) ? pid : undefined;
};

const launch = (options: RedisOptions, binary: RedisBinary, logFile: string) => {
  const settings: Record<string, string> = {
    bind: '127.0.0.1',
    port: String(options.port),
    dir: path.resolve(options.dataDir),
    daemonize: 'no',
    save: '',
    appendonly: options.durable ? 'yes' : 'no',
    databases: '64',
    loglevel: 'warning',
  };
  const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]);
  const log = openSync(logFile, 'w');
  // A session of its own: Ctrl-C in the terminal is ours to pass on, in order.
  const child = spawn(binary.command, args, {
    env: { ...process.env, ...binary.env },
    detached: true,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  child.on('error', () => undefined); // shows as a missing process id
  return child;
};

const ask = async <T>(url: string, question: (client: Client) => Promise<T>): Promise<T | undefined> => {
  const client = new Client(url, {
    lazyConnect: true,
    retryStrategy: null,
    connectTimeout: 2_000,
    disconnectTimeout: 100,
    maxRetriesPerRequest: 0,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await question(client);
  } catch {
    return undefined;
  } finally {
    client.disconnect();
  }
};

const lastWords = (logFile: string): string => {
  const lines = existsSync(logFile) ? readFileSync(logFile, 'utf8').split('\n') : [];
  return (
    lines
      .findLast((line) => line.trim() !== '')
      ?.replace(/^\d+:\w .*?[#*.-] /, '')
      .trim() ?? 'it said nothing'
  );
};
