import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import path from 'node:path';
import type { Environment } from '@app/stack/environment';
import { freePort } from '@app/stack/ports';
import { isReady } from '@app/stack/supervisor';

/** A gateway in a process of its own, which may be killed. */
export interface Gateway {
  readonly url: string;
  /** Ends it as a power cut would, and starts it again at once. */
  kill(): void;
  stop(): Promise<void>;
}

/** What a gateway is started with. */
export interface GatewayPlace {
  readonly program: string;
  readonly environment: Environment;
  readonly folder: string;
  readonly name: string;
}

const READY_MS = 120_000;

/** Starts a gateway beside the stack's own and answers once it is ready. */
export async function startGateway({ program, environment, folder, name }: GatewayPlace): Promise<Gateway> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const launch = (): ChildProcess => {
    const log = openSync(path.join(folder, `${name}.log`), 'a');
    const env = { ...process.env, ...environment, GATEWAY_PORT: String(port), WORKERS: '1' };
    const child = spawn(process.execPath, ['--import', 'tsx', program], { env, stdio: ['ignore', log, log] });
    closeSync(log);
    child.once('exit', () => {
      if (!stopped) running = launch();
    });
    return child;
  };
  let stopped = false;
  let running = launch();
  const stop = async () => {
    stopped = true;
    const gone = new Promise((resolve) => running.once('exit', resolve));
    if (running.kill('SIGKILL')) await gone;
  };
  const end = Date.now() + READY_MS;
  while (!(await isReady(`${url}/health/ready`))) {
    if (Date.now() < end) await new Promise((resolve) => setTimeout(resolve, 100));
    else {
      await stop();
      throw new Error(`${name} was not ready within ${READY_MS / 1_000} s`);
    }
  }
  return { url, kill: () => void running.kill('SIGKILL'), stop };
}
