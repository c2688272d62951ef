import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { workersShape } from '../src/workers/count.ts';

const SCRIPT = fileURLToPath(new URL('./support/program.ts', import.meta.url));
// Each test starts several processes, beside the other tests.
jest.setTimeout(90_000);
/** Longer than an answer can take, also on a busy machine. */
const ANSWER_MS = 15_000;
const started: ChildProcess[] = [];
afterEach(async () => {
  for (const child of started.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
});

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0);
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  return port;
};

const start = async (variables: Record<string, string> = {}) => {
  const port = await freePort();
  const { NODE_OPTIONS: _, ...env } = process.env;
  const child = spawn(process.execPath, ['--import', 'tsx', SCRIPT], {
    env: { ...env, LOG_LEVEL: 'info', PORT: String(port), WORKERS: '2', ...variables },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  started.push(child);
  let log = '';
  child.stdout.on('data', (chunk) => {
    log += chunk;
  });
  const get = async (path = '/') =>
    (await fetch(`http://127.0.0.1:${port}${path}`, { signal: AbortSignal.timeout(ANSWER_MS) })).text();
  return { child, get, log: () => log };
};

type Started = Awaited<ReturnType<typeof start>>;

const eventually = async <T>(look: () => Promise<T | undefined | false>, what: string): Promise<T> => {
  const end = Date.now() + 45_000;
  for (;;) {
    const found = await look().catch(() => undefined);
    if (found) return found;
    if (Date.now() > end) throw new Error(`did not happen: ${what}`);
    await sleep(50);
  }
};

/** The two workers that answer, once both do. */
const bothWorkers = ({ get }: Started): Promise<number[]> =>
  eventually(async () => {
    const pids = new Set(await Promise.all(Array.from({ length: 6 }, () => get().then(Number))));
    return pids.size === 2 && [...pids];
  }, 'two workers answer');

/** So many slow answers are under way. */
const begun = ({ log }: Started, count: number) =>
  eventually(async () => log().split('slow begins').length > count, `${count} slow answers begin`);

const isRunning = (pid: number): boolean => {
  try {
    return !/^\d+ \(.*\) [ZX] /s.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
};

const gone = (pids: number[]) => eventually(async () => !pids.some(isRunning), `${pids} are gone`);

describe('several workers', () => {
  it('share one port; one that is killed comes back, and the other answers meanwhile', async () => {
    const program = await start();
    const [killed = 0, other = 0] = await bothWorkers(program);
    expect([killed, other]).not.toContain(program.child.pid);
    process.kill(killed, 'SIGKILL');
    await gone([killed]);
    for (let request = 0; request < 10; request += 1) expect(Number(await program.get())).toBe(other);
    const again = await bothWorkers(program);
    expect(again).toContain(other);
    expect(again).not.toContain(killed);
    expect(program.log()).toMatch(/worker [12] was ended by SIGKILL; it is started again/);
  });

  it('take over connections that one did not live to take', async () => {
    const program = await start();
    const [killed = 0, other = 0] = await bothWorkers(program);
    process.kill(killed, 'SIGSTOP');
    const requests = Array.from({ length: 12 }, () => program.get().then(Number));
    expect(await Promise.any(requests)).toBe(other);
    process.kill(killed, 'SIGKILL');
    expect(new Set(await Promise.all(requests))).toEqual(new Set([other]));
  });

  it('end gracefully: what is under way is answered, and nothing is left running', async () => {
    const program = await start();
    const workers = await bothWorkers(program);
    const slow = [program.get('/slow'), program.get('/slow')];
    await begun(program, 2);
    program.child.kill('SIGTERM');
    const [code] = await once(program.child, 'exit');
    expect(code).toBe(0);
    expect((await Promise.all(slow)).map(Number).sort()).toEqual(workers.sort());
    expect(workers.filter(isRunning)).toEqual([]);
  });

  it('are ended by Ctrl-C in a terminal, which reaches every process at once, as gracefully', async () => {
    const program = await start();
    const workers = await bothWorkers(program);
    const slow = program.get('/slow');
    await begun(program, 1);
    for (const pid of [program.child.pid ?? 0, ...workers]) process.kill(pid, 'SIGINT');
    const [code] = await once(program.child, 'exit');
    expect(code).toBe(0);
    expect(workers).toContain(Number(await slow));
    expect(program.log()).not.toContain('started again');
  });

  it('do not outlive the process that keeps them', async () => {
    const program = await start();
    const workers = await bothWorkers(program);
    program.child.kill('SIGKILL');
    await gone(workers);
  });

  it('show their figures together, each under its own number', async () => {
    const program = await start();
    await bothWorkers(program);
    const text = await program.get('/metrics');
    const counts = [...text.matchAll(/^answered_total\{worker="(\d)"\} (\d+)$/gm)].map(([, worker]) => worker);
    expect(counts.sort()).toEqual(['1', '2']);
    expect(text.match(/^# TYPE answered_total counter$/gm)).toHaveLength(1);
  });

  it('that cannot start are a failed start, not something to try for ever', async () => {
    const program = await start({ REFUSES: 'yes' });
    const [code] = await once(program.child, 'exit');
    expect(code).toBe(1);
    expect(program.log()).toContain('it will not start');
    expect(program.log()).not.toContain('started again');
  });
});

describe('one worker', () => {
  it('is the process itself', async () => {
    const program = await start({ WORKERS: '' });
    expect(await eventually(() => program.get().then(Number), 'it answers')).toBe(program.child.pid);
    program.child.kill('SIGTERM');
    expect(await once(program.child, 'exit')).toEqual([0, null]);
  });

  it.each(['0', '-1', '1.5', 'many', '1000'])('is not started with WORKERS=%s', (text) => {
    expect(workersShape.safeParse(text).success).toBe(false);
  });

  it('is as many as there are cores with auto', () => {
    expect(workersShape.parse('auto')).toBeGreaterThanOrEqual(1);
    expect(workersShape.parse('3')).toBe(3);
  });
});
