import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Environment } from './environment.ts';
import { messageOf, StartFailure } from './failure.ts';
import { repository } from './paths.ts';
import { endProcess, until } from './processes.ts';
import type { Service, ServiceName } from './services.ts';

/** A process that is started again when it dies. */
export type Supervised = {
  name: ServiceName;
  pid(): number | undefined;
  /** Sends a signal and leaves the rest to the supervision. */
  kill(signal: NodeJS.Signals): void;
  /** Ends it for good. */
  stop(): Promise<void>;
};

/** How a process is run, and who is told what becomes of it. */
export type Supervision = {
  service: Service;
  environment: Environment;
  logFile: string;
  /** Stops waiting for it to be ready. */
  signal: AbortSignal | undefined;
  /** The longest rest before a process that keeps dying is started again, in milliseconds; 5 seconds. */
  longestPauseMs?: number;
  onPid(pid: number): void;
  onRestart(sentence: string): void;
};

const READY_WITHIN_MS = 90_000;
const STOP_WITHIN_MS = 15_000;
const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 5_000;
const STABLE_AFTER_MS = 30_000;

/** Starts a process, answers once it is ready, and from then on starts it again whenever it ends. */
export const supervise = async (supervision: Supervision): Promise<Supervised> => {
  const { service, onRestart, longestPauseMs = LONGEST_PAUSE_MS } = supervision;
  let child = launch(supervision);
  let stopping = false;
  let pause = FIRST_PAUSE_MS;

  const again = async (how: string) => {
    onRestart(`${service.name} ${how}; it is started again.`);
    await sleep(pause);
    pause = Math.min(pause * 2, longestPauseMs);
    if (stopping) return;
    child = launch(supervision);
    watch();
  };
  const watch = () => {
    const started = Date.now();
    child.once('exit', (code, signal) => {
      if (stopping) return;
      if (Date.now() - started > STABLE_AFTER_MS) pause = FIRST_PAUSE_MS;
      again(signal ? `was ended by ${signal}` : `ended with exit code ${code}`).catch((error) =>
        onRestart(`${service.name} cannot be started again: ${messageOf(error)}.`),
      );
    });
  };
  const stop = async () => {
    stopping = true;
    if (child.pid !== undefined && hasEnded(child) === false) await endProcess(child.pid, 'SIGTERM', STOP_WITHIN_MS);
  };

  try {
    await firstReady(supervision, child);
  } catch (error) {
    await stop();
    throw error;
  }
  watch();
  return { name: service.name, pid: () => child.pid, kill: (signal) => void child.kill(signal), stop };
};

/** A process that ends before it was ready once is a failed start, not something to try again. */
const firstReady = async ({ service, logFile, signal }: Supervision, child: ChildProcess): Promise<void> => {
  const settled = await until(
    async () => signal?.aborted || hasEnded(child) || (await isReady(service.readyUrl)),
    READY_WITHIN_MS,
  );
  signal?.throwIfAborted();
  if (hasEnded(child))
    throw new StartFailure(`${service.name} did not start: ${lastWords(logFile)} (its log is ${logFile}).`);
  if (!settled)
    throw new StartFailure(
      `${service.name} was not ready within ${READY_WITHIN_MS / 1000} s: ${lastWords(logFile)} (its log is ${logFile}).`,
    );
};

const launch = ({ service, environment, logFile, onPid }: Supervision): ChildProcess => {
  mkdirSync(path.dirname(logFile), { recursive: true });
  const log = openSync(logFile, 'a');
  // A session of its own: Ctrl-C in the terminal is ours to pass on, in order.
  const child = spawn(process.execPath, [service.script], {
    cwd: repository,
    env: { ...environment },
    detached: true,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  child.on('error', () => undefined); // shows as ended
  if (child.pid !== undefined) onPid(child.pid);
  return child;
};

const hasEnded = (child: ChildProcess): boolean =>
  child.pid === undefined || child.exitCode !== null || child.signalCode !== null;

/** Whether an address answers 200 now. */
export const isReady = async (url: string): Promise<boolean> => {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(5_000) });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
};

/** The reason in the last complaint of a service's log, in its own words. */
const lastWords = (logFile: string): string => {
  const lines = readFileSync(logFile, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '');
  const complaint =
    lines.findLast((line) => /"level":(50|60)/.test(line)) ?? lines.findLast((line) => /Error/.test(line));
  return wordsOf(complaint ?? lines.at(-1) ?? 'it said nothing')
    .replace(/\s*\n\s*/g, ' ')
    .replace(/\.$/, '');
};

const wordsOf = (line: string): string => {
  try {
    const { msg, err } = JSON.parse(line) as { msg?: string; err?: { message?: string } };
    return [msg, err?.message].filter((part) => part).join(': ');
  } catch {
    return line.trim();
  }
};
