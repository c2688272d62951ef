import { fork } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Verdict } from './judge-process.ts';

const PROGRAM = fileURLToPath(new URL('./judge-process.ts', import.meta.url));
const TSX = PROGRAM.endsWith('.ts') && pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
const PATIENCE_MS = 60_000;

/**
 * Has @apollo/gateway load a supergraph, and rejects with its reason when it does not. That takes a second of a core and
 * tens of megabytes, so it happens in a process of its own that ends with the verdict.
 */
export function judge(supergraphSdl: string): Promise<void> {
  const { PATH, NODE_ENV } = process.env;
  const judging = fork(PROGRAM, {
    execArgv: TSX ? ['--import', TSX] : [],
    env: { ...(PATH && { PATH }), ...(NODE_ENV && { NODE_ENV }) },
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  const overdue = setTimeout(() => judging.kill('SIGKILL'), PATIENCE_MS);
  return new Promise<void>((resolve, reject) => {
    judging.once('message', ({ refused }: Verdict) =>
      refused === undefined ? resolve() : reject(new Error(`@apollo/gateway does not load it: ${refused}`)),
    );
    judging.once('error', reject);
    judging.once('exit', () => reject(new Error('@apollo/gateway ended without a verdict')));
    judging.send(supergraphSdl, (error) => error && reject(error));
  }).finally(() => {
    clearTimeout(overdue);
    judging.kill();
  });
}
