#!/usr/bin/env node
// npm run keys: writes the secrets that docker-compose.yml needs into .env, made once and never shipped.
import { register } from 'tsx/esm/api';

register();
const { writeEnvFile } = await import('../src/env-file.ts');
const { defaultDataDir, inRepository } = await import('../src/paths.ts');
const { sentenceOf } = await import('../src/start-command.ts');
try {
  const written = writeEnvFile(inRepository('.env'), defaultDataDir());
  process.stdout.write(written.length > 0 ? `.env now has ${written.join(', ')}\n` : '.env has everything already\n');
} catch (error) {
  process.stderr.write(`${sentenceOf(error, defaultDataDir())}\n`);
  process.exit(1);
}
