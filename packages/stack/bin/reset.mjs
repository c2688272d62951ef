#!/usr/bin/env node
// npm run reset: empties what `npm start` keeps, databases and keys included.
import { register } from 'tsx/esm/api';

register();
const { reset } = await import('../src/reset.ts');
const { defaultDataDir } = await import('../src/paths.ts');
const { sentenceOf } = await import('../src/start-command.ts');
const dataDir = defaultDataDir();
try {
  await reset(dataDir);
  process.stdout.write(`${dataDir} is empty; the next start begins anew.\n`);
} catch (error) {
  process.stderr.write(`${sentenceOf(error, dataDir)}\n`);
  process.exit(1);
}
