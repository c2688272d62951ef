import { openLog } from '@app/kernel/log';
import { runProgram } from '@app/kernel/workers/program';

const log = openLog('gateway');
await runProgram({
  name: 'gateway',
  log,
  async start() {
    const { readSettings } = await import('./env.ts');
    const { startGateway } = await import('./start.ts');
    const { port, stop } = await startGateway({ settings: readSettings(), log });
    log.info({ port }, 'ready');
    return stop;
  },
});
