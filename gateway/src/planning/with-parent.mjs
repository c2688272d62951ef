import { isMainThread, Worker, workerData } from 'node:worker_threads';

// Imported by a planner's process: it ends with the one that asks it. It may be in the middle of an operation that never
// comes to an end, and then only another thread can see that nobody waits for it any more.
const LOOK_MS = 1_000;

if (isMainThread) new Worker(new URL(import.meta.url), { workerData: process.ppid, execArgv: [] }).unref();
else setInterval(() => process.ppid === workerData || process.kill(process.pid, 'SIGKILL'), LOOK_MS);
