import { fork } from 'node:child_process';
import { workerData } from 'node:worker_threads';

// Keeps a planner's process, in a thread of its own, so that the thread that asks can wait for it without a turn of
// its loop. A process that ended is started again for the next operation, and one that nobody needs is let go.
const { port, answered, program, execArgv } = workerData;
const PATIENCE_MS = 10_000;
const IDLE_MS = 600_000;

let kept;
let idle;
/** The number of the question that somebody waits for. */
let asked;

port.on('message', ({ number, supergraphSdl, ...operation }) => {
  asked = number;
  clearTimeout(idle);
  kept ??= start();
  const { child, known } = kept;
  kept.known = supergraphSdl;
  kept.late = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
  child.send({ ...operation, ...(known !== supergraphSdl && { supergraphSdl }) });
});

port.on('close', () => kept?.child.kill('SIGKILL'));

function start() {
  const child = fork(program, { env: {}, execArgv, stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
  const started = { child, known: undefined, late: undefined };
  child.on('message', (answer) => {
    clearTimeout(started.late);
    tell(answer);
    idle = setTimeout(() => end(started), IDLE_MS);
  });
  child.on('error', () => {});
  child.on('exit', (code, signal) => {
    clearTimeout(started.late);
    if (kept !== started) return;
    kept = undefined;
    tell({ refusal: `ended with ${signal ?? code}`, isEnd: true });
  });
  return started;
}

/** Nobody waits for it. */
function end(started) {
  if (kept === started) kept = undefined;
  started.child.disconnect();
}

function tell(answer) {
  if (asked === undefined) return;
  port.postMessage({ ...answer, number: asked });
  asked = undefined;
  Atomics.add(answered, 0, 1);
  Atomics.notify(answered, 0);
}
