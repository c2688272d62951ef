import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { inRepository } from './paths.ts';
import { freePorts, portVariable, serviceNames } from './services.ts';

/** What a bench of the start found: seconds to ready and megabytes of each Node process. */
export type StartBench = { first: number; second: number; memory: { name: string; megabytes: number }[] };

const SETTLE_MS = 5_000;

/** Starts the default mounting twice on a folder of its own and looks at the second start. */
export const benchStart = async (): Promise<StartBench> => {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'bench-start-'));
  const ports = await freePorts();
  const env = {
    ...process.env,
    ...Object.fromEntries(serviceNames.map((name) => [portVariable(name), `${ports[name]}`])),
  };
  const start = () => startOnce({ ...env, DATA_DIR: dataDir });
  try {
    const one = await start();
    await end(one.child);
    const two = await start();
    await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
    const memory = memoryOf(two.child.pid ?? 0, dataDir);
    await end(two.child);
    return { first: one.seconds, second: two.seconds, memory };
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
};

const startOnce = (env: NodeJS.ProcessEnv): Promise<{ child: ChildProcess; seconds: number }> =>
  new Promise((resolve, reject) => {
    const began = performance.now();
    const child = spawn(process.execPath, [inRepository('packages', 'stack', 'bin', 'start.mjs')], { env });
    let said = '';
    const hear = (chunk: Buffer) => {
      said += chunk;
      if (/Ready in/.test(said)) resolve({ child, seconds: (performance.now() - began) / 1000 });
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('exit', () => reject(new Error(`npm start ended:\n${said}`)));
  });

const end = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    child.removeAllListeners('exit');
    child.once('exit', () => resolve());
    child.kill('SIGINT');
  });

const memoryOf = (startPid: number, dataDir: string): StartBench['memory'] => {
  const services = JSON.parse(readFileSync(path.join(dataDir, 'running.json'), 'utf8')) as {
    name: string;
    pid: number;
  }[];
  return [{ name: 'npm start itself', pid: startPid }, ...services].map(({ name, pid }) => ({
    name,
    megabytes: residentOf(pid),
  }));
};

/** VmRSS, what the process holds in memory now; shared pages are counted in each. */
const residentOf = (pid: number): number => {
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Math.round(Number(kilobytes) / 1024);
};
