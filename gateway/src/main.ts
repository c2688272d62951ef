import { ConfigurationRefused } from '@app/kernel/env';
import { openLog } from '@app/kernel/log';
import { stopOnSignal } from '@app/kernel/serve';
import { readSettings } from './env.ts';
import { startGateway } from './start.ts';

const log = openLog('gateway');
try {
  const { port, stop } = await startGateway({ settings: readSettings(), log });
  log.info({ port }, 'ready');
  stopOnSignal(stop);
} catch (error) {
  if (error instanceof ConfigurationRefused) log.fatal(error.message);
  else log.fatal({ err: error }, 'could not start');
  process.exit(1);
}
