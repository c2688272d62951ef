import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { secretsOf } from './environment.ts';
import { keysIn } from './keys.ts';

/** Writes the secrets that docker-compose.yml needs into an .env file, keeping what the file says already. */
export const writeEnvFile = (file: string, dataDir: string): string[] => {
  const known = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const wanted = { ...secretsOf(keysIn(dataDir)), POSTGRES_PASSWORD: randomBytes(24).toString('base64url') };
  const missing = Object.entries(wanted).filter(([name]) => !new RegExp(`^${name}=`, 'm').test(known));
  if (missing.length === 0) return [];
  const lines = missing.map(([name, value]) => `${name}='${value.trim().replaceAll('\n', '\\n')}'`);
  const separator = known === '' || known.endsWith('\n') ? '' : '\n';
  writeFileSync(file, `${known}${separator}${lines.join('\n')}\n`, { mode: 0o600 });
  return missing.map(([name]) => name);
};
