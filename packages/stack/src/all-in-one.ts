// The gateway and every subgraph in one process, or in each of several workers: the default mounting of `npm start`.
import { openLog } from '@app/kernel/log';
import { runProgram } from '@app/kernel/workers/program';

const log = openLog('gateway');
await runProgram({
  name: 'gateway',
  log,
  start: async () => (await import('./mounted.ts')).startMounted(log),
});
