import { hash, verify } from '@node-rs/argon2';

/** argon2id as OWASP recommends for servers: 19 MiB, two passes, one lane. (2 is argon2id; the package's enum is ambient.) */
const ARGON2ID = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** The hash to keep of a password. Costs tens of milliseconds of one core: call it through the admission queue. */
export const hashPassword = (password: string): Promise<string> => hash(password, ARGON2ID);

let dummy: Promise<string> | undefined;

/**
 * Whether this is the password behind the hash. Without a hash (nobody has this e-mail) it takes just as long,
 * so that time does not tell which e-mails have accounts.
 */
export async function passwordMatches(kept: string | null, password: string): Promise<boolean> {
  dummy ??= hashPassword('nobody has this password');
  const matches = await verify(kept ?? (await dummy), password);
  return matches && kept !== null;
}
