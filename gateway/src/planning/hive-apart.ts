import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { planOfHive } from './hive-plan.ts';
import type { Planner } from './port.ts';

const PROGRAM = fileURLToPath(new URL('./hive-process.mjs', import.meta.url));
const PATIENCE_MS = 10_000;
const MAX_PLAN_BYTES = 64 * 1024 * 1024;

/**
 * The Rust planner in a process of its own for each operation, for those that may end the process it runs in. That costs
 * tens of milliseconds once an operation. Throws when it made no plan, for whatever reason.
 */
export const hiveApart = (supergraphSdl: string): Planner => ({
  name: 'hive',
  plan({ text, operationName }) {
    const { status, signal, stdout } = spawnSync(process.execPath, [PROGRAM], {
      input: JSON.stringify({ supergraphSdl, text, operationName }),
      env: {},
      encoding: 'utf8',
      stdio: ['pipe', 'pipe', 'ignore'],
      timeout: PATIENCE_MS,
      maxBuffer: MAX_PLAN_BYTES,
    });
    if (status !== 0) throw new Error(`the Rust query planner ended with ${signal ?? status}`);
    return planOfHive(JSON.parse(stdout));
  },
});
