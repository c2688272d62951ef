import { ConfigurationRefused } from '@app/kernel/env';
import { openLog } from '@app/kernel/log';
import { optionsFromEnv } from './env.ts';
import { startProvider } from './start.ts';

const log = openLog('sandbox-provider');
try {
  const { url, stop } = await startProvider({ ...optionsFromEnv(), log });
  log.info({ url }, 'ready');
  const end = () => void stop().finally(() => process.exit(0));
  process.once('SIGTERM', end);
  process.once('SIGINT', end);
} catch (error) {
  if (error instanceof ConfigurationRefused) log.fatal(error.message);
  else log.fatal({ err: error }, 'could not start');
  process.exit(1);
}
