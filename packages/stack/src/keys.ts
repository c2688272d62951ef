import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { domains } from './domains.ts';
import { StartFailure } from './failure.ts';

/** The services that sign as themselves. */
export const signers = ['gateway', ...domains] as const;

type Pair = { privateKey: string; publicKey: object };

/** Every key and secret of an installation; made once, never shipped. */
export type Keys = {
  services: Record<string, Pair>;
  userTokens: Pair;
  sandboxApiKey: string;
  sandboxWebhookSecret: string;
  /** What these domains seal personal fields with; a newer key goes in front. */
  usersFieldKeys: string;
  ordersFieldKeys: string;
  paymentsFieldKeys: string;
};

/** The keys of an installation, made on the first call and readable by their owner only. */
export const keysIn = (dataDir: string): Keys => {
  const file = path.join(dataDir, 'keys.json');
  const known = existsSync(file) ? readKeys(file) : undefined;
  const keys = completed(known);
  if (JSON.stringify(keys) !== JSON.stringify(known)) {
    mkdirSync(dataDir, { recursive: true });
    writeFileSync(`${file}.new`, `${JSON.stringify(keys, null, 2)}\n`, { mode: 0o600 });
    renameSync(`${file}.new`, file);
  }
  return keys;
};

/** The public halves of the services' keys as a JWKS. */
export const serviceJwks = (keys: Keys): string =>
  JSON.stringify({ keys: signers.map((name) => ({ ...keys.services[name]?.publicKey, kid: `${name}-1` })) });

/** The public half of the key that signs clients' tokens as a JWKS. */
export const tokenJwks = (keys: Keys): string =>
  JSON.stringify({ keys: [{ ...keys.userTokens.publicKey, kid: 'user-1' }] });

/** A service added later gets its key then. */
const completed = (known: Partial<Keys> | undefined): Keys => ({
  services: Object.fromEntries(signers.map((name) => [name, known?.services?.[name] ?? newPair()])),
  userTokens: known?.userTokens ?? newPair(),
  sandboxApiKey: known?.sandboxApiKey ?? `sandbox_${randomBytes(24).toString('base64url')}`,
  sandboxWebhookSecret: known?.sandboxWebhookSecret ?? `whsec_${randomBytes(32).toString('base64')}`,
  usersFieldKeys: known?.usersFieldKeys ?? newFieldKey(),
  ordersFieldKeys: known?.ordersFieldKeys ?? newFieldKey(),
  paymentsFieldKeys: known?.paymentsFieldKeys ?? newFieldKey(),
});

const newFieldKey = (): string => `a:${randomBytes(32).toString('base64')}`;

const newPair = (): Pair => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return {
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    publicKey: { ...publicKey.export({ format: 'jwk' }), alg: 'ES256', use: 'sig' },
  };
};

const readKeys = (file: string): Partial<Keys> => {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Partial<Keys>;
  } catch {
    throw new StartFailure(`${file} cannot be read as keys: put it right, or delete it to have new keys made.`);
  }
};
