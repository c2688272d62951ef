import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';

/** A program to run. */
export interface Program {
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** The one core it may use; any when undefined. */
  readonly core?: number | undefined;
  readonly logFile: string;
}

/** A program that runs. */
export interface Child {
  readonly pid: number;
  /** Set once it has ended by itself. */
  ended(): boolean;
  signal(name: NodeJS.Signals): void;
  stop(): Promise<void>;
}

const STOP_MS = 3_000;

const alive = new Set<ChildProcess>();
// Whatever ends this process early, nothing of the bench keeps a core busy afterwards.
process.on('exit', () => {
  for (const child of alive) child.kill('SIGKILL');
});

/** Starts a program, pinned where asked, its output in a file. */
export function start({ command, args, env, cwd, core, logFile }: Program): Child {
  const log = openSync(logFile, 'w');
  const [file, ...rest] = core === undefined ? [command, ...args] : ['taskset', '-c', String(core), command, ...args];
  const child: ChildProcess = spawn(String(file), rest, {
    cwd,
    env: { ...process.env, NODE_ENV: 'production', ...env },
    stdio: ['ignore', log, log],
  });
  alive.add(child);
  const gone = () => void alive.delete(child);
  const exited = once(child, 'exit').then(gone, gone);
  return {
    pid: child.pid ?? 0,
    ended: () => !alive.has(child),
    signal: (name) => void child.kill(name),
    async stop() {
      if (!alive.has(child)) return;
      child.kill('SIGTERM');
      // One that is held hears of it only then.
      child.kill('SIGCONT');
      const patience = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
      await exited;
      clearTimeout(patience);
    },
  };
}

const LOOK_EVERY_MS = 100;

/** Waits until `look` answers true; throws when the child ends first or the time is up. */
export async function ready(child: Child, look: () => Promise<boolean>, ms = 60_000): Promise<void> {
  for (const end = Date.now() + ms; Date.now() < end; ) {
    if (child.ended()) throw new Error('it ended while starting');
    if (await look().catch(() => false)) return;
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
  throw new Error(`it was not ready within ${ms / 1_000} s`);
}
