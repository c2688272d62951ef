import { ACCESS_TOKEN } from '@app/kernel/access-token';
import { fieldKeys } from '@app/kernel/cipher';
import { readEnv } from '@app/kernel/env';
import { z } from 'zod';

/** How this domain is set up. */
export interface Settings {
  /** PKCS8 PEM that signs access tokens. */
  readonly tokenPrivateKey: string;
  readonly accessTokenSeconds: number;
  readonly sessionDays: number;
  /** Password hashes that are computed at the same time, and how many may wait for their turn. */
  readonly hashesAtOnce: number;
  readonly hashesWaiting: number;
}

/** The keys that seal personal fields, the newest first. Throws ConfigurationRefused. */
export const readFieldKeys = () => readEnv('users', { USERS_FIELD_KEYS: fieldKeys }).USERS_FIELD_KEYS;

/** Reads the settings. Throws ConfigurationRefused with everything that is wrong. */
export function readSettings(): Settings {
  const env = readEnv('users', {
    USERS_FIELD_KEYS: fieldKeys,
    USERS_TOKEN_PRIVATE_KEY: z.string(),
    USERS_ACCESS_TOKEN_SECONDS: z.coerce.number().int().min(10).max(ACCESS_TOKEN.maxSeconds).default(900),
    USERS_SESSION_DAYS: z.coerce.number().int().min(1).max(365).default(30),
    USERS_PASSWORD_HASHES_AT_ONCE: z.coerce.number().int().min(1).max(64).default(2),
    USERS_PASSWORD_HASHES_WAITING: z.coerce.number().int().min(1).max(10_000).default(200),
  });
  return {
    tokenPrivateKey: env.USERS_TOKEN_PRIVATE_KEY,
    accessTokenSeconds: env.USERS_ACCESS_TOKEN_SECONDS,
    sessionDays: env.USERS_SESSION_DAYS,
    hashesAtOnce: env.USERS_PASSWORD_HASHES_AT_ONCE,
    hashesWaiting: env.USERS_PASSWORD_HASHES_WAITING,
  };
}
